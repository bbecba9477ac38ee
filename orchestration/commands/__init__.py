"""The commands of `gongkai`; each module is imported only when its command is called."""
