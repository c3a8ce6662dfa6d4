"""Taking in what an importer read: which entries and sections it is here, and where they stand."""
