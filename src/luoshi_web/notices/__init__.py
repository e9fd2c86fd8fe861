"""通知: what waits for a unit is told to it, once: a digest by mail or to a chat group, and due dates as a calendar."""
