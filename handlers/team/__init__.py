"""Teams: who checks in where and when; and the directory of people."""
