"""What we know and since when: the contract, intake, snapshots and reference tables."""
