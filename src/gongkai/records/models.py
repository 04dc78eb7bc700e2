"""Every table of records, gathered from its rooms for Django: journal, jobs, numbers, files, letters."""
