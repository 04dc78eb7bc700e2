"""The shapes of what is sent and answered; the schema and its examples are made from them."""
