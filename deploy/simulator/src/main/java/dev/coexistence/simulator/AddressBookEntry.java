package dev.coexistence.simulator;

/** A contact in the phone's address book. */
record AddressBookEntry(String phone, String fullName, String firstName) {}
