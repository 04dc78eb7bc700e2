"""What each operation does; importing a module declares its operations."""
