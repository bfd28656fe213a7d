"""What the gateway keeps: bytes by their digest, and rows in SQLite or PostgreSQL."""
