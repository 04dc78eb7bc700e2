"""The web server behind `gongkai serve`: gunicorn, with clients that dawdle kept away from its threads."""
