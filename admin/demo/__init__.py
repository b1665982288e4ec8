"""The demo programme: a year in the life of Meridian's customers, lived through the public rules in seconds."""
