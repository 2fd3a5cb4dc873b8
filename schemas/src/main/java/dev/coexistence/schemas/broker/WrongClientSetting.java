package dev.coexistence.schemas.broker;

/** A setting of the way to the brokers or the registry is wrong; its message holds no secret. */
public final class WrongClientSetting extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public WrongClientSetting(String message) {
        super(message);
    }
}
