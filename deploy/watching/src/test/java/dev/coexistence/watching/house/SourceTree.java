package dev.coexistence.watching.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.lang.model.element.Modifier;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The main code of all modules, parsed by the compiler without resolving any name. */
final class SourceTree {
    private static final Set<String> SKIPPED = Set.of("target", "node_modules");
    private static final Path MAIN = Path.of("src", "main", "java");

    private SourceTree() {}

    /**
     * The types of main code.
     *
     * @param root of the project
     */
    static List<SourceType> read(Path root) throws IOException {
        List<Path> files = files(root, MAIN);
        var compiler = ToolProvider.getSystemJavaCompiler();
        List<SourceType> types = new ArrayList<>();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            var task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    manager,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    manager.getJavaFileObjectsFromPaths(files));
            DocTrees docs = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                Path file = root.relativize(Path.of(unit.getSourceFile().toUri()));
                new Reader(docs, unit, file, lines(root.resolve(file)), types).scan(unit, null);
            }
        }
        return types;
    }

    /**
     * The Java files of all modules, without package descriptions.
     *
     * @param tree of main or of test code
     */
    static List<Path> files(Path root, Path tree) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes a) {
                        String name = folder.getFileName().toString();
                        return !folder.equals(root)
                                        && (name.startsWith(".") || SKIPPED.contains(name))
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        String name = file.getFileName().toString();
                        if (name.endsWith(".java")
                                && !name.equals("package-info.java")
                                && file.toString().contains(tree.toString())) {
                            found.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        return found.stream().sorted().toList();
    }

    private static long lines(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    /** Collects the types of one file. */
    private static final class Reader extends TreePathScanner<Void, Void> {
        private final DocTrees docs;
        private final CompilationUnitTree unit;
        private final String module;
        private final long lines;
        private final List<SourceType> types;
        private final List<String> path = new ArrayList<>();

        Reader(
                DocTrees docs,
                CompilationUnitTree unit,
                Path file,
                long lines,
                List<SourceType> types) {
            this.docs = docs;
            this.unit = unit;
            this.module = file.toString().replace('\\', '/').replaceFirst("/src/main/.*", "");
            this.lines = lines;
            this.types = types;
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            if (type.getSimpleName().isEmpty()) {
                return super.visitClass(type, nothing);
            }
            path.add(type.getSimpleName().toString());
            types.add(read(type, getCurrentPath()));
            super.visitClass(type, nothing);
            path.removeLast();
            return null;
        }

        private SourceType read(ClassTree type, TreePath at) {
            String javadoc = docs.getDocComment(at);
            List<SourceType.Component> components = new ArrayList<>();
            Set<String> fields = new TreeSet<>();
            List<SourceType.Method> methods = new ArrayList<>();
            for (Tree member : type.getMembers()) {
                switch (member) {
                    case MethodTree method when method.getReturnType() != null ->
                            methods.add(method(method));
                    case VariableTree field -> {
                        String name = field.getName().toString();
                        fields.add(name);
                        if (type.getKind() == Tree.Kind.RECORD
                                && !field.getModifiers().getFlags().contains(Modifier.STATIC)) {
                            components.add(
                                    new SourceType.Component(field.getType().toString(), name));
                        }
                    }
                    default -> {}
                }
            }
            return new SourceType(
                    module,
                    String.valueOf(unit.getPackageName()),
                    String.join(".", path),
                    kind(type.getKind()),
                    type.getModifiers().getFlags().contains(Modifier.SEALED),
                    javadoc == null ? "" : javadoc.strip(),
                    components,
                    fields,
                    methods,
                    lines);
        }

        private static SourceType.Method method(MethodTree method) {
            boolean override =
                    method.getModifiers().getAnnotations().stream()
                            .anyMatch(one -> one.getAnnotationType().toString().equals("Override"));
            return new SourceType.Method(
                    method.getName().toString(),
                    method.getReturnType().toString(),
                    method.getParameters().size(),
                    method.getModifiers().getFlags().contains(Modifier.STATIC),
                    override);
        }

        private static SourceType.Kind kind(Tree.Kind kind) {
            return switch (kind) {
                case INTERFACE -> SourceType.Kind.INTERFACE;
                case RECORD -> SourceType.Kind.RECORD;
                case ENUM -> SourceType.Kind.ENUM;
                case ANNOTATION_TYPE -> SourceType.Kind.ANNOTATION;
                default -> SourceType.Kind.CLASS;
            };
        }
    }
}
