"""What Ringfence remembers: one store protocol, its implementations and their migrations."""
