CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> 0001

CREATE TABLE arrival (
    workspace_id TEXT NOT NULL,
    key TEXT NOT NULL,
    seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_arrival PRIMARY KEY (workspace_id, key)
);

CREATE INDEX ix_arrival_seen_at ON arrival (seen_at);

CREATE TABLE budget (
    workspace_id TEXT NOT NULL,
    bucket TEXT NOT NULL,
    free_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_budget PRIMARY KEY (workspace_id, bucket)
);

CREATE TABLE counter (
    workspace_id TEXT NOT NULL,
    name TEXT NOT NULL,
    value INTEGER NOT NULL,
    CONSTRAINT pk_counter PRIMARY KEY (workspace_id, name)
);

CREATE TABLE member (
    workspace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    zone TEXT,
    locale TEXT,
    is_admin BOOLEAN NOT NULL,
    is_bot BOOLEAN NOT NULL,
    is_guest BOOLEAN NOT NULL,
    is_stranger BOOLEAN NOT NULL,
    deleted BOOLEAN NOT NULL,
    status_emoji TEXT NOT NULL,
    status_text TEXT NOT NULL,
    away_until TIMESTAMP WITH TIME ZONE,
    seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_member PRIMARY KEY (workspace_id, id)
);

CREATE TABLE occurrence (
    workspace_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    team_id TEXT NOT NULL,
    day DATE NOT NULL,
    member_id TEXT NOT NULL,
    wall_day DATE NOT NULL,
    wall_time TIME WITHOUT TIME ZONE NOT NULL,
    zone TEXT NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    first_due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    claimed_until TIMESTAMP WITH TIME ZONE,
    attempts INTEGER NOT NULL,
    settled_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_occurrence PRIMARY KEY (workspace_id, kind, team_id, day, member_id)
);

CREATE INDEX ix_occurrence_due ON occurrence (state, due_at);

CREATE TABLE outgoing (
    workspace_id TEXT NOT NULL,
    key TEXT NOT NULL,
    message TEXT NOT NULL,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    parent TEXT,
    payload JSONB,
    bulk BOOLEAN NOT NULL,
    must_arrive BOOLEAN NOT NULL,
    tell TEXT,
    state TEXT NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    claimed_until TIMESTAMP WITH TIME ZONE,
    attempts INTEGER NOT NULL,
    unknowns INTEGER NOT NULL,
    error TEXT,
    channel TEXT,
    ts TEXT,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    settled_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_outgoing PRIMARY KEY (workspace_id, key)
);

CREATE INDEX ix_outgoing_due ON outgoing (state, due_at);

CREATE INDEX ix_outgoing_message ON outgoing (workspace_id, message, seq);

CREATE TABLE team (
    workspace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    channel TEXT NOT NULL,
    zone TEXT NOT NULL,
    language TEXT NOT NULL,
    checkin_weekday INTEGER NOT NULL,
    checkin_time TIME WITHOUT TIME ZONE NOT NULL,
    digest_weekday INTEGER NOT NULL,
    digest_time TIME WITHOUT TIME ZONE NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_team PRIMARY KEY (workspace_id, id)
);

CREATE INDEX ix_team_channel ON team (channel);

CREATE TABLE workspace (
    workspace_id TEXT NOT NULL,
    name TEXT NOT NULL,
    bot_user TEXT NOT NULL,
    installed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_workspace PRIMARY KEY (workspace_id)
);

CREATE TABLE team_member (
    workspace_id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    is_lead BOOLEAN NOT NULL,
    CONSTRAINT pk_team_member PRIMARY KEY (workspace_id, team_id, member_id),
    CONSTRAINT fk_team_member_workspace_id_team_id FOREIGN KEY(workspace_id, team_id) REFERENCES team (workspace_id, id) ON DELETE CASCADE
);

CREATE INDEX ix_team_member_member_id ON team_member (member_id);

ALTER TABLE arrival ENABLE ROW LEVEL SECURITY;

ALTER TABLE arrival FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON arrival USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

ALTER TABLE budget ENABLE ROW LEVEL SECURITY;

ALTER TABLE budget FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON budget USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

ALTER TABLE counter ENABLE ROW LEVEL SECURITY;

ALTER TABLE counter FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON counter USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

ALTER TABLE member ENABLE ROW LEVEL SECURITY;

ALTER TABLE member FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON member USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

ALTER TABLE occurrence ENABLE ROW LEVEL SECURITY;

ALTER TABLE occurrence FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON occurrence USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

ALTER TABLE outgoing ENABLE ROW LEVEL SECURITY;

ALTER TABLE outgoing FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON outgoing USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

ALTER TABLE team ENABLE ROW LEVEL SECURITY;

ALTER TABLE team FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON team USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

ALTER TABLE workspace ENABLE ROW LEVEL SECURITY;

ALTER TABLE workspace FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON workspace USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

ALTER TABLE team_member ENABLE ROW LEVEL SECURITY;

ALTER TABLE team_member FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON team_member USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

INSERT INTO alembic_version (version_num) VALUES ('0001') RETURNING alembic_version.version_num;

-- Running upgrade 0001 -> 0002

CREATE TABLE cycle (
    workspace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    starts DATE NOT NULL,
    ends DATE NOT NULL,
    CONSTRAINT pk_cycle PRIMARY KEY (workspace_id, id)
);

CREATE TABLE objective (
    workspace_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    team_id TEXT NOT NULL,
    cycle_id TEXT NOT NULL,
    title TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_objective PRIMARY KEY (workspace_id, number),
    CONSTRAINT fk_objective_workspace_id_cycle_id FOREIGN KEY(workspace_id, cycle_id) REFERENCES cycle (workspace_id, id),
    CONSTRAINT fk_objective_workspace_id_team_id FOREIGN KEY(workspace_id, team_id) REFERENCES team (workspace_id, id)
);

CREATE INDEX ix_objective_team_id ON objective (team_id);

CREATE TABLE round (
    workspace_id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    day DATE NOT NULL,
    opens_at TIMESTAMP WITH TIME ZONE NOT NULL,
    closes_at TIMESTAMP WITH TIME ZONE NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_round PRIMARY KEY (workspace_id, team_id, day),
    CONSTRAINT fk_round_workspace_id_team_id FOREIGN KEY(workspace_id, team_id) REFERENCES team (workspace_id, id)
);

CREATE TABLE answer (
    workspace_id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    day DATE NOT NULL,
    kr_number INTEGER NOT NULL,
    update_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    answered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    is_late BOOLEAN NOT NULL,
    CONSTRAINT pk_answer PRIMARY KEY (workspace_id, team_id, day, kr_number),
    CONSTRAINT fk_answer_workspace_id_team_id_day FOREIGN KEY(workspace_id, team_id, day) REFERENCES round (workspace_id, team_id, day)
);

CREATE TABLE checkin (
    workspace_id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    day DATE NOT NULL,
    member_id TEXT NOT NULL,
    answered_at TIMESTAMP WITH TIME ZONE,
    is_late BOOLEAN NOT NULL,
    skip_reason TEXT,
    CONSTRAINT pk_checkin PRIMARY KEY (workspace_id, team_id, day, member_id),
    CONSTRAINT fk_checkin_workspace_id_team_id_day FOREIGN KEY(workspace_id, team_id, day) REFERENCES round (workspace_id, team_id, day)
);

CREATE TABLE key_result (
    workspace_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    objective_number INTEGER NOT NULL,
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    unit TEXT NOT NULL,
    start NUMERIC NOT NULL,
    target NUMERIC NOT NULL,
    weight NUMERIC NOT NULL,
    activated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_key_result PRIMARY KEY (workspace_id, number),
    CONSTRAINT fk_key_result_workspace_id_objective_number FOREIGN KEY(workspace_id, objective_number) REFERENCES objective (workspace_id, number)
);

CREATE INDEX ix_key_result_objective_number ON key_result (objective_number);

CREATE INDEX ix_key_result_owner_id ON key_result (owner_id);

CREATE TABLE kr_update (
    workspace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    kr_number INTEGER NOT NULL,
    author_id TEXT NOT NULL,
    value NUMERIC NOT NULL,
    confidence INTEGER,
    status TEXT,
    note TEXT NOT NULL,
    day DATE NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    withdrawn_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_kr_update PRIMARY KEY (workspace_id, id),
    CONSTRAINT fk_kr_update_workspace_id_kr_number FOREIGN KEY(workspace_id, kr_number) REFERENCES key_result (workspace_id, number)
);

CREATE INDEX ix_kr_update_latest ON kr_update (workspace_id, kr_number, day, made_at);

ALTER TABLE cycle ENABLE ROW LEVEL SECURITY;

ALTER TABLE cycle FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON cycle USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

ALTER TABLE objective ENABLE ROW LEVEL SECURITY;

ALTER TABLE objective FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON objective USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

ALTER TABLE round ENABLE ROW LEVEL SECURITY;

ALTER TABLE round FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON round USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

ALTER TABLE answer ENABLE ROW LEVEL SECURITY;

ALTER TABLE answer FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON answer USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

ALTER TABLE checkin ENABLE ROW LEVEL SECURITY;

ALTER TABLE checkin FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON checkin USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

ALTER TABLE key_result ENABLE ROW LEVEL SECURITY;

ALTER TABLE key_result FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON key_result USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

ALTER TABLE kr_update ENABLE ROW LEVEL SECURITY;

ALTER TABLE kr_update FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON kr_update USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

UPDATE alembic_version SET version_num='0002' WHERE alembic_version.version_num = '0001';

-- Running upgrade 0002 -> 0003

CREATE TABLE digest (
    workspace_id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    day DATE NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    until TIMESTAMP WITH TIME ZONE NOT NULL,
    outgoing_key TEXT NOT NULL,
    figures JSONB NOT NULL,
    CONSTRAINT pk_digest PRIMARY KEY (workspace_id, team_id, day)
);

CREATE TABLE kudos (
    workspace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    team_id TEXT,
    giver_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    value TEXT NOT NULL,
    kr_number INTEGER,
    quote_number INTEGER,
    customer TEXT NOT NULL,
    came_by TEXT NOT NULL,
    source_channel TEXT,
    source_ts TEXT,
    permalink TEXT,
    day DATE NOT NULL,
    given_at TIMESTAMP WITH TIME ZONE NOT NULL,
    taken_back_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_kudos PRIMARY KEY (workspace_id, id)
);

CREATE INDEX ix_kudos_given_at ON kudos (given_at);

CREATE INDEX ix_kudos_kr_number ON kudos (kr_number);

CREATE INDEX ix_kudos_source ON kudos (workspace_id, source_channel, source_ts);

CREATE INDEX ix_kudos_team_id ON kudos (team_id);

CREATE TABLE metric (
    workspace_id TEXT NOT NULL,
    key TEXT NOT NULL,
    team_id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    unit TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_metric PRIMARY KEY (workspace_id, key, team_id)
);

CREATE TABLE quote (
    workspace_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    team_id TEXT,
    text TEXT NOT NULL,
    customer TEXT NOT NULL,
    segment TEXT NOT NULL,
    came_by TEXT NOT NULL,
    touchpoint TEXT NOT NULL,
    moment TEXT NOT NULL,
    consent TEXT NOT NULL,
    kr_number INTEGER,
    saved_by TEXT NOT NULL,
    saved_at TIMESTAMP WITH TIME ZONE NOT NULL,
    source_channel TEXT,
    source_ts TEXT,
    recalled_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_quote PRIMARY KEY (workspace_id, number)
);

CREATE INDEX ix_quote_kr_number ON quote (kr_number);

CREATE INDEX ix_quote_team_id ON quote (team_id);

CREATE TABLE kudos_recipient (
    workspace_id TEXT NOT NULL,
    kudos_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    CONSTRAINT pk_kudos_recipient PRIMARY KEY (workspace_id, kudos_id, member_id),
    CONSTRAINT fk_kudos_recipient_workspace_id_kudos_id FOREIGN KEY(workspace_id, kudos_id) REFERENCES kudos (workspace_id, id)
);

CREATE INDEX ix_kudos_recipient_member_id ON kudos_recipient (member_id);

CREATE TABLE quote_post (
    workspace_id TEXT NOT NULL,
    outgoing_key TEXT NOT NULL,
    quote_number INTEGER NOT NULL,
    team_id TEXT NOT NULL,
    posted_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_quote_post PRIMARY KEY (workspace_id, outgoing_key),
    CONSTRAINT fk_quote_post_workspace_id_quote_number FOREIGN KEY(workspace_id, quote_number) REFERENCES quote (workspace_id, number)
);

CREATE INDEX ix_quote_post_quote_number ON quote_post (quote_number);

CREATE TABLE reading (
    workspace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    metric_key TEXT NOT NULL,
    team_id TEXT NOT NULL,
    value NUMERIC NOT NULL,
    sample INTEGER,
    promoters INTEGER,
    passives INTEGER,
    detractors INTEGER,
    author_id TEXT NOT NULL,
    day DATE NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_reading PRIMARY KEY (workspace_id, id),
    CONSTRAINT fk_reading_workspace_id_metric_key_team_id FOREIGN KEY(workspace_id, metric_key, team_id) REFERENCES metric (workspace_id, key, team_id)
);

CREATE INDEX ix_reading_latest ON reading (workspace_id, team_id, metric_key, day, made_at);

ALTER TABLE digest ENABLE ROW LEVEL SECURITY;

ALTER TABLE digest FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON digest USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

ALTER TABLE kudos ENABLE ROW LEVEL SECURITY;

ALTER TABLE kudos FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON kudos USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

ALTER TABLE metric ENABLE ROW LEVEL SECURITY;

ALTER TABLE metric FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON metric USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

ALTER TABLE quote ENABLE ROW LEVEL SECURITY;

ALTER TABLE quote FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON quote USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

ALTER TABLE kudos_recipient ENABLE ROW LEVEL SECURITY;

ALTER TABLE kudos_recipient FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON kudos_recipient USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

ALTER TABLE quote_post ENABLE ROW LEVEL SECURITY;

ALTER TABLE quote_post FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON quote_post USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

ALTER TABLE reading ENABLE ROW LEVEL SECURITY;

ALTER TABLE reading FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON reading USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

UPDATE alembic_version SET version_num='0003' WHERE alembic_version.version_num = '0002';

-- Running upgrade 0003 -> 0004

CREATE INDEX ix_outgoing_queue ON outgoing (workspace_id, bulk, due_at, created_at, seq, key) WHERE state = 'due';

CREATE INDEX ix_outgoing_claimed ON outgoing (workspace_id, target) WHERE state = 'claimed';

CREATE INDEX ix_outgoing_held ON outgoing (workspace_id, target) WHERE state = 'held';

DROP INDEX ix_outgoing_due;

UPDATE alembic_version SET version_num='0004' WHERE alembic_version.version_num = '0003';

-- Running upgrade 0004 -> 0005

CREATE INDEX ix_occurrence_waiting ON occurrence (due_at) WHERE state = 'due';

CREATE INDEX ix_occurrence_member ON occurrence (workspace_id, member_id, day);

DROP INDEX ix_occurrence_due;

UPDATE alembic_version SET version_num='0005' WHERE alembic_version.version_num = '0004';

-- Running upgrade 0005 -> 0006

CREATE INDEX ix_key_result_objective ON key_result (workspace_id, objective_number);

CREATE INDEX ix_key_result_owner ON key_result (workspace_id, owner_id);

CREATE INDEX ix_kudos_giver ON kudos (workspace_id, giver_id, day);

CREATE INDEX ix_kudos_kr ON kudos (workspace_id, kr_number);

CREATE INDEX ix_kudos_recipient_member ON kudos_recipient (workspace_id, member_id, kudos_id);

CREATE INDEX ix_kudos_team ON kudos (workspace_id, team_id, given_at);

CREATE INDEX ix_objective_team ON objective (workspace_id, team_id);

CREATE INDEX ix_quote_kr ON quote (workspace_id, kr_number);

CREATE INDEX ix_quote_post_quote ON quote_post (workspace_id, quote_number);

CREATE INDEX ix_quote_team ON quote (workspace_id, team_id);

CREATE INDEX ix_team_home ON team (workspace_id, channel);

CREATE INDEX ix_team_member_member ON team_member (workspace_id, member_id, team_id);

DROP INDEX ix_key_result_objective_number;

DROP INDEX ix_key_result_owner_id;

DROP INDEX ix_kudos_given_at;

DROP INDEX ix_kudos_kr_number;

DROP INDEX ix_kudos_recipient_member_id;

DROP INDEX ix_kudos_team_id;

DROP INDEX ix_objective_team_id;

DROP INDEX ix_quote_kr_number;

DROP INDEX ix_quote_post_quote_number;

DROP INDEX ix_quote_team_id;

DROP INDEX ix_team_channel;

DROP INDEX ix_team_member_member_id;

CREATE INDEX ix_outgoing_files ON outgoing (settled_at) WHERE settled_at IS NOT NULL AND payload IS NOT NULL AND kind = 'upload';

CREATE INDEX ix_outgoing_said ON outgoing (settled_at) WHERE settled_at IS NOT NULL AND payload IS NOT NULL;

CREATE INDEX ix_outgoing_changes ON outgoing (settled_at) WHERE settled_at IS NOT NULL AND seq > 0;

CREATE INDEX ix_occurrence_settled ON occurrence (settled_at) WHERE settled_at IS NOT NULL;

UPDATE alembic_version SET version_num='0006' WHERE alembic_version.version_num = '0005';

-- Running upgrade 0006 -> 0007

ALTER TABLE kr_update ADD COLUMN nth INTEGER;

CREATE UNIQUE INDEX ix_kr_update_nth ON kr_update (workspace_id, kr_number, nth);

UPDATE alembic_version SET version_num='0007' WHERE alembic_version.version_num = '0006';

-- Running upgrade 0007 -> 0008

ALTER TABLE kr_update ADD COLUMN withdrawn_by TEXT;

UPDATE alembic_version SET version_num='0008' WHERE alembic_version.version_num = '0007';

-- Running upgrade 0008 -> 0009

UPDATE alembic_version SET version_num='0009' WHERE alembic_version.version_num = '0008';

-- Running upgrade 0009 -> 0010

ALTER TABLE cycle ADD COLUMN closed_at TIMESTAMP WITH TIME ZONE;

ALTER TABLE objective ADD COLUMN level TEXT DEFAULT 'team' NOT NULL;

ALTER TABLE objective ADD COLUMN stage TEXT DEFAULT 'active' NOT NULL;

ALTER TABLE objective ADD COLUMN ambition TEXT DEFAULT 'committed' NOT NULL;

ALTER TABLE objective ADD COLUMN supports INTEGER;

ALTER TABLE objective ADD COLUMN weight NUMERIC DEFAULT '1' NOT NULL;

ALTER TABLE objective ADD COLUMN lesson TEXT DEFAULT '' NOT NULL;

ALTER TABLE objective ADD COLUMN carried_from INTEGER;

ALTER TABLE key_result ADD COLUMN low NUMERIC;

ALTER TABLE key_result ADD COLUMN high NUMERIC;

ALTER TABLE key_result ADD COLUMN grade NUMERIC;

ALTER TABLE key_result ADD COLUMN carried_from INTEGER;

ALTER TABLE key_result ADD COLUMN carries BOOLEAN;

ALTER TABLE kr_update ADD COLUMN reason TEXT DEFAULT '' NOT NULL;

ALTER TABLE kr_update ADD COLUMN link TEXT DEFAULT '' NOT NULL;

ALTER TABLE kr_update ADD COLUMN quote_number INTEGER;

ALTER TABLE kr_update ADD COLUMN inside BOOLEAN;

ALTER TABLE workspace ADD COLUMN rhythm TEXT DEFAULT 'quarter' NOT NULL;

CREATE INDEX ix_objective_supports ON objective (workspace_id, supports);

CREATE TABLE kr_step (
    workspace_id TEXT NOT NULL,
    kr_number INTEGER NOT NULL,
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    weight NUMERIC NOT NULL,
    done_at TIMESTAMP WITH TIME ZONE,
    done_by TEXT,
    CONSTRAINT pk_kr_step PRIMARY KEY (workspace_id, kr_number, position),
    CONSTRAINT fk_kr_step_workspace_id_kr_number FOREIGN KEY(workspace_id, kr_number) REFERENCES key_result (workspace_id, number)
);

CREATE TABLE kr_team (
    workspace_id TEXT NOT NULL,
    kr_number INTEGER NOT NULL,
    team_id TEXT NOT NULL,
    CONSTRAINT pk_kr_team PRIMARY KEY (workspace_id, kr_number, team_id),
    CONSTRAINT fk_kr_team_workspace_id_kr_number FOREIGN KEY(workspace_id, kr_number) REFERENCES key_result (workspace_id, number),
    CONSTRAINT fk_kr_team_workspace_id_team_id FOREIGN KEY(workspace_id, team_id) REFERENCES team (workspace_id, id) ON DELETE CASCADE
);

CREATE INDEX ix_kr_team_team ON kr_team (workspace_id, team_id);

CREATE TABLE okr_change (
    workspace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    author_id TEXT NOT NULL,
    objective_number INTEGER NOT NULL,
    kr_number INTEGER,
    what TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    reason TEXT NOT NULL,
    CONSTRAINT pk_okr_change PRIMARY KEY (workspace_id, id)
);

CREATE INDEX ix_okr_change_objective ON okr_change (workspace_id, objective_number, made_at);

CREATE INDEX ix_okr_change_kr ON okr_change (workspace_id, kr_number, made_at);

CREATE TABLE kr_follower (
    workspace_id TEXT NOT NULL,
    kr_number INTEGER NOT NULL,
    member_id TEXT NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_kr_follower PRIMARY KEY (workspace_id, kr_number, member_id),
    CONSTRAINT fk_kr_follower_workspace_id_kr_number FOREIGN KEY(workspace_id, kr_number) REFERENCES key_result (workspace_id, number)
);

ALTER TABLE kr_step ENABLE ROW LEVEL SECURITY;

ALTER TABLE kr_step FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON kr_step USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

ALTER TABLE kr_team ENABLE ROW LEVEL SECURITY;

ALTER TABLE kr_team FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON kr_team USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

ALTER TABLE okr_change ENABLE ROW LEVEL SECURITY;

ALTER TABLE okr_change FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON okr_change USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

ALTER TABLE kr_follower ENABLE ROW LEVEL SECURITY;

ALTER TABLE kr_follower FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON kr_follower USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

UPDATE alembic_version SET version_num='0010' WHERE alembic_version.version_num = '0009';

-- Running upgrade 0010 -> 0011

CREATE INDEX ix_objective_carried ON objective (workspace_id, carried_from);

CREATE INDEX ix_key_result_carried ON key_result (workspace_id, carried_from);

UPDATE alembic_version SET version_num='0011' WHERE alembic_version.version_num = '0010';

-- Running upgrade 0011 -> 0012

ALTER TABLE team ADD COLUMN checkin_rhythm TEXT DEFAULT 'weekly' NOT NULL;

ALTER TABLE team ADD COLUMN checkin_walls TEXT DEFAULT 'own' NOT NULL;

ALTER TABLE team ADD COLUMN votes BOOLEAN DEFAULT true NOT NULL;

ALTER TABLE member ADD COLUMN away_from TIMESTAMP WITH TIME ZONE;

ALTER TABLE member ADD COLUMN status_until TIMESTAMP WITH TIME ZONE;

ALTER TABLE member ADD COLUMN quiet_from TIMESTAMP WITH TIME ZONE;

ALTER TABLE member ADD COLUMN quiet_until TIMESTAMP WITH TIME ZONE;

ALTER TABLE member ADD COLUMN country TEXT;

ALTER TABLE member ADD COLUMN stand_in TEXT;

ALTER TABLE member ADD COLUMN checkin_time TIME WITHOUT TIME ZONE;

ALTER TABLE member ADD COLUMN reminders TEXT DEFAULT 'standard' NOT NULL;

ALTER TABLE checkin ADD COLUMN replied_at TIMESTAMP WITH TIME ZONE;

ALTER TABLE checkin ADD COLUMN skip_note TEXT DEFAULT '' NOT NULL;

CREATE TABLE question (
    workspace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    preset TEXT DEFAULT '' NOT NULL,
    text TEXT DEFAULT '' NOT NULL,
    kind TEXT DEFAULT 'text' NOT NULL,
    options TEXT DEFAULT '' NOT NULL,
    rounds TEXT DEFAULT 'every' NOT NULL,
    is_promise BOOLEAN DEFAULT false NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    retired_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_question PRIMARY KEY (workspace_id, id),
    CONSTRAINT fk_question_workspace_id_team_id FOREIGN KEY(workspace_id, team_id) REFERENCES team (workspace_id, id) ON DELETE CASCADE
);

CREATE INDEX ix_question_team ON question (workspace_id, team_id);

CREATE TABLE reply (
    workspace_id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    day DATE NOT NULL,
    member_id TEXT NOT NULL,
    question_id TEXT NOT NULL,
    text TEXT NOT NULL,
    replied_at TIMESTAMP WITH TIME ZONE NOT NULL,
    is_late BOOLEAN NOT NULL,
    kept TEXT,
    CONSTRAINT pk_reply PRIMARY KEY (workspace_id, team_id, day, member_id, question_id),
    CONSTRAINT fk_reply_workspace_id_team_id_day FOREIGN KEY(workspace_id, team_id, day) REFERENCES round (workspace_id, team_id, day),
    CONSTRAINT fk_reply_workspace_id_question_id FOREIGN KEY(workspace_id, question_id) REFERENCES question (workspace_id, id)
);

CREATE INDEX ix_reply_member ON reply (workspace_id, member_id, day);

CREATE TABLE blocker (
    workspace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    day DATE NOT NULL,
    member_id TEXT NOT NULL,
    kr_number INTEGER,
    question_id TEXT,
    text TEXT NOT NULL,
    raised_at TIMESTAMP WITH TIME ZONE NOT NULL,
    helper_id TEXT,
    helped_at TIMESTAMP WITH TIME ZONE,
    closed_at TIMESTAMP WITH TIME ZONE,
    closed_by TEXT,
    CONSTRAINT pk_blocker PRIMARY KEY (workspace_id, id),
    CONSTRAINT fk_blocker_workspace_id_team_id_day FOREIGN KEY(workspace_id, team_id, day) REFERENCES round (workspace_id, team_id, day)
);

CREATE INDEX ix_blocker_round ON blocker (workspace_id, team_id, day);

CREATE INDEX ix_blocker_open ON blocker (workspace_id, team_id) WHERE closed_at IS NULL;

CREATE INDEX ix_blocker_mine ON blocker (workspace_id, member_id) WHERE closed_at IS NULL;

CREATE TABLE vote (
    workspace_id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    day DATE NOT NULL,
    kr_number INTEGER NOT NULL,
    member_id TEXT NOT NULL,
    score INTEGER NOT NULL,
    voted_at TIMESTAMP WITH TIME ZONE NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE,
    reason TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_vote PRIMARY KEY (workspace_id, team_id, day, kr_number, member_id),
    CONSTRAINT fk_vote_workspace_id_team_id_day FOREIGN KEY(workspace_id, team_id, day) REFERENCES round (workspace_id, team_id, day)
);

CREATE INDEX ix_member_stand_in ON member (workspace_id, stand_in) WHERE stand_in IS NOT NULL;

CREATE INDEX ix_kr_update_author ON kr_update (workspace_id, author_id, made_at);

CREATE TABLE day_off (
    workspace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    team_id TEXT DEFAULT '' NOT NULL,
    first DATE NOT NULL,
    last DATE NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    made_by TEXT NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_day_off PRIMARY KEY (workspace_id, id)
);

CREATE INDEX ix_day_off_last ON day_off (workspace_id, last);

CREATE TABLE nudge (
    workspace_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    key TEXT NOT NULL,
    kr_number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    sent_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_nudge PRIMARY KEY (workspace_id, member_id, key, kr_number)
);

CREATE INDEX ix_nudge_sent ON nudge (sent_at);

CREATE TABLE checkin_draft (
    workspace_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    content TEXT NOT NULL,
    saved_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_checkin_draft PRIMARY KEY (workspace_id, member_id)
);

ALTER TABLE question ENABLE ROW LEVEL SECURITY;

ALTER TABLE question FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON question USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

ALTER TABLE reply ENABLE ROW LEVEL SECURITY;

ALTER TABLE reply FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON reply USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

ALTER TABLE blocker ENABLE ROW LEVEL SECURITY;

ALTER TABLE blocker FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON blocker USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

ALTER TABLE vote ENABLE ROW LEVEL SECURITY;

ALTER TABLE vote FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON vote USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

ALTER TABLE day_off ENABLE ROW LEVEL SECURITY;

ALTER TABLE day_off FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON day_off USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

ALTER TABLE nudge ENABLE ROW LEVEL SECURITY;

ALTER TABLE nudge FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON nudge USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

ALTER TABLE checkin_draft ENABLE ROW LEVEL SECURITY;

ALTER TABLE checkin_draft FORCE ROW LEVEL SECURITY;

CREATE POLICY one_workspace ON checkin_draft USING (CASE nullif(current_setting('app.workspace', true), '') WHEN '*' THEN true ELSE workspace_id = nullif(current_setting('app.workspace', true), '') END);

UPDATE alembic_version SET version_num='0012' WHERE alembic_version.version_num = '0011';

-- Running upgrade 0012 -> 0013

ALTER TABLE occurrence SET (fillfactor = 50);

UPDATE alembic_version SET version_num='0013' WHERE alembic_version.version_num = '0012';

-- Running upgrade 0013 -> 0014

CREATE INDEX ix_objective_proposed ON objective (workspace_id) WHERE stage = 'proposed';

UPDATE alembic_version SET version_num='0014' WHERE alembic_version.version_num = '0013';

-- Running upgrade 0014 -> 0015

CREATE INDEX ix_outgoing_later ON outgoing (workspace_id, message, seq) WHERE seq > 0;

UPDATE alembic_version SET version_num='0015' WHERE alembic_version.version_num = '0014';

-- Running upgrade 0015 -> 0016

ALTER TABLE round ADD COLUMN people JSONB;

DROP INDEX ix_outgoing_message;

UPDATE alembic_version SET version_num='0016' WHERE alembic_version.version_num = '0015';
