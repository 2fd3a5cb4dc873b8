package dev.coexistence.conversation.media;

import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Choice of the media store: a folder, or S3 where a bucket is set. */
@Configuration(proxyBeanMethods = false)
class MediaStorage {

    @Bean
    MediaStore mediaStore(MediaSettings settings, InstantSource time) {
        MediaSettings.S3 s3 = settings.s3();
        return s3 == null
                ? new FolderStore(settings.folder())
                : new S3Store(s3, settings.timeout(), time);
    }
}
