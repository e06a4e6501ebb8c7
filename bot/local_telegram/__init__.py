"""A Telegram of one's own: a Bot API server on loopback, strict like the real one, with a chat page in the browser.

It lets anyone try a bot without an account and lets tests drive it through the real client over real HTTP. It is
a tool for development and demonstration and knows nothing of what the bot talks about.
"""
