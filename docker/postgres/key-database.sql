-- Runs once, when the server's volume is new. The keys of personal data have a database of their own, so that they are backed up apart from everything else.
CREATE DATABASE juchu_keys;
