"""A question read: its kind, the meetings it names, what the conversation lends it. Pure."""
