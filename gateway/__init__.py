"""The edges: sockets, disk, database, processes, console; and where the stages are composed."""
