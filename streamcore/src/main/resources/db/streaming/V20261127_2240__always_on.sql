-- Channels that go on with a slate while nobody publishes.
ALTER TABLE streaming.channel ADD COLUMN always_on boolean NOT NULL DEFAULT false;
CREATE INDEX channel_always_on ON streaming.channel (name) WHERE always_on;
