package dev.coexistence.simulator.number;

/** A contact in the phone's address book. */
public record AddressBookEntry(String phone, String fullName, String firstName) {}
