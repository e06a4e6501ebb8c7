"""How the bot is watched: figures, health, and logs without anybody's words."""
