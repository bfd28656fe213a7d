"""What the gateway says of itself: logs and metrics, never with patient data."""
