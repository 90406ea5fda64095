"""The identity vault: who may open a record, what is written down when one does, new keys, erasing."""
