CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

INSERT INTO "alembic_version" VALUES('0016');

CREATE TABLE answer (
    workspace_id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    day DATE NOT NULL,
    kr_number INTEGER NOT NULL,
    update_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    answered_at DATETIME NOT NULL,
    is_late BOOLEAN NOT NULL,
    CONSTRAINT pk_answer PRIMARY KEY (workspace_id, team_id, day, kr_number),
    CONSTRAINT fk_answer_workspace_id_team_id_day FOREIGN KEY(workspace_id, team_id, day) REFERENCES round (workspace_id, team_id, day)
);

CREATE TABLE arrival (
    workspace_id TEXT NOT NULL,
    "key" TEXT NOT NULL,
    seen_at DATETIME NOT NULL,
    CONSTRAINT pk_arrival PRIMARY KEY (workspace_id, "key")
);

CREATE TABLE blocker (
    workspace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    day DATE NOT NULL,
    member_id TEXT NOT NULL,
    kr_number INTEGER,
    question_id TEXT,
    text TEXT NOT NULL,
    raised_at DATETIME NOT NULL,
    helper_id TEXT,
    helped_at DATETIME,
    closed_at DATETIME,
    closed_by TEXT,
    CONSTRAINT pk_blocker PRIMARY KEY (workspace_id, id),
    CONSTRAINT fk_blocker_workspace_id_team_id_day FOREIGN KEY(workspace_id, team_id, day) REFERENCES round (workspace_id, team_id, day)
);

CREATE TABLE budget (
    workspace_id TEXT NOT NULL,
    bucket TEXT NOT NULL,
    free_at DATETIME NOT NULL,
    CONSTRAINT pk_budget PRIMARY KEY (workspace_id, bucket)
);

CREATE TABLE checkin (
    workspace_id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    day DATE NOT NULL,
    member_id TEXT NOT NULL,
    answered_at DATETIME,
    is_late BOOLEAN NOT NULL,
    skip_reason TEXT, replied_at DATETIME, skip_note TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_checkin PRIMARY KEY (workspace_id, team_id, day, member_id),
    CONSTRAINT fk_checkin_workspace_id_team_id_day FOREIGN KEY(workspace_id, team_id, day) REFERENCES round (workspace_id, team_id, day)
);

CREATE TABLE checkin_draft (
    workspace_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    content TEXT NOT NULL,
    saved_at DATETIME NOT NULL,
    CONSTRAINT pk_checkin_draft PRIMARY KEY (workspace_id, member_id)
);

CREATE TABLE counter (
    workspace_id TEXT NOT NULL,
    name TEXT NOT NULL,
    value INTEGER NOT NULL,
    CONSTRAINT pk_counter PRIMARY KEY (workspace_id, name)
);

CREATE TABLE cycle (
    workspace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    starts DATE NOT NULL,
    ends DATE NOT NULL, closed_at DATETIME,
    CONSTRAINT pk_cycle PRIMARY KEY (workspace_id, id)
);

CREATE TABLE day_off (
    workspace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    team_id TEXT DEFAULT '' NOT NULL,
    first DATE NOT NULL,
    last DATE NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    made_by TEXT NOT NULL,
    made_at DATETIME NOT NULL,
    CONSTRAINT pk_day_off PRIMARY KEY (workspace_id, id)
);

CREATE TABLE digest (
    workspace_id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    day DATE NOT NULL,
    since DATETIME NOT NULL,
    until DATETIME NOT NULL,
    outgoing_key TEXT NOT NULL,
    figures JSON NOT NULL,
    CONSTRAINT pk_digest PRIMARY KEY (workspace_id, team_id, day)
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
    start TEXT NOT NULL,
    target TEXT NOT NULL,
    weight TEXT NOT NULL,
    activated_at DATETIME NOT NULL,
    closed_at DATETIME, low TEXT, high TEXT, grade TEXT, carried_from INTEGER, carries BOOLEAN,
    CONSTRAINT pk_key_result PRIMARY KEY (workspace_id, number),
    CONSTRAINT fk_key_result_workspace_id_objective_number FOREIGN KEY(workspace_id, objective_number) REFERENCES objective (workspace_id, number)
);

CREATE TABLE kr_follower (
    workspace_id TEXT NOT NULL,
    kr_number INTEGER NOT NULL,
    member_id TEXT NOT NULL,
    since DATETIME NOT NULL,
    CONSTRAINT pk_kr_follower PRIMARY KEY (workspace_id, kr_number, member_id),
    CONSTRAINT fk_kr_follower_workspace_id_kr_number FOREIGN KEY(workspace_id, kr_number) REFERENCES key_result (workspace_id, number)
);

CREATE TABLE kr_step (
    workspace_id TEXT NOT NULL,
    kr_number INTEGER NOT NULL,
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    weight TEXT NOT NULL,
    done_at DATETIME,
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

CREATE TABLE kr_update (
    workspace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    kr_number INTEGER NOT NULL,
    author_id TEXT NOT NULL,
    value TEXT NOT NULL,
    confidence INTEGER,
    status TEXT,
    note TEXT NOT NULL,
    day DATE NOT NULL,
    made_at DATETIME NOT NULL,
    withdrawn_at DATETIME, nth INTEGER, withdrawn_by TEXT, reason TEXT DEFAULT '' NOT NULL, link TEXT DEFAULT '' NOT NULL, quote_number INTEGER, inside BOOLEAN,
    CONSTRAINT pk_kr_update PRIMARY KEY (workspace_id, id),
    CONSTRAINT fk_kr_update_workspace_id_kr_number FOREIGN KEY(workspace_id, kr_number) REFERENCES key_result (workspace_id, number)
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
    given_at DATETIME NOT NULL,
    taken_back_at DATETIME,
    CONSTRAINT pk_kudos PRIMARY KEY (workspace_id, id)
);

CREATE TABLE kudos_recipient (
    workspace_id TEXT NOT NULL,
    kudos_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    CONSTRAINT pk_kudos_recipient PRIMARY KEY (workspace_id, kudos_id, member_id),
    CONSTRAINT fk_kudos_recipient_workspace_id_kudos_id FOREIGN KEY(workspace_id, kudos_id) REFERENCES kudos (workspace_id, id)
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
    away_until DATETIME,
    seen_at DATETIME NOT NULL, away_from DATETIME, status_until DATETIME, quiet_from DATETIME, quiet_until DATETIME, country TEXT, stand_in TEXT, checkin_time TIME, reminders TEXT DEFAULT 'standard' NOT NULL,
    CONSTRAINT pk_member PRIMARY KEY (workspace_id, id)
);

CREATE TABLE metric (
    workspace_id TEXT NOT NULL,
    "key" TEXT NOT NULL,
    team_id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    unit TEXT NOT NULL,
    created_at DATETIME NOT NULL,
    CONSTRAINT pk_metric PRIMARY KEY (workspace_id, "key", team_id)
);

CREATE TABLE nudge (
    workspace_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    "key" TEXT NOT NULL,
    kr_number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    sent_at DATETIME NOT NULL,
    CONSTRAINT pk_nudge PRIMARY KEY (workspace_id, member_id, "key", kr_number)
);

CREATE TABLE objective (
    workspace_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    team_id TEXT NOT NULL,
    cycle_id TEXT NOT NULL,
    title TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    created_at DATETIME NOT NULL,
    closed_at DATETIME, level TEXT DEFAULT 'team' NOT NULL, stage TEXT DEFAULT 'active' NOT NULL, ambition TEXT DEFAULT 'committed' NOT NULL, supports INTEGER, weight TEXT DEFAULT '1' NOT NULL, lesson TEXT DEFAULT '' NOT NULL, carried_from INTEGER,
    CONSTRAINT pk_objective PRIMARY KEY (workspace_id, number),
    CONSTRAINT fk_objective_workspace_id_cycle_id FOREIGN KEY(workspace_id, cycle_id) REFERENCES cycle (workspace_id, id),
    CONSTRAINT fk_objective_workspace_id_team_id FOREIGN KEY(workspace_id, team_id) REFERENCES team (workspace_id, id)
);

CREATE TABLE occurrence (
    workspace_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    team_id TEXT NOT NULL,
    day DATE NOT NULL,
    member_id TEXT NOT NULL,
    wall_day DATE NOT NULL,
    wall_time TIME NOT NULL,
    zone TEXT NOT NULL,
    due_at DATETIME NOT NULL,
    first_due_at DATETIME NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    claimed_until DATETIME,
    attempts INTEGER NOT NULL,
    settled_at DATETIME,
    CONSTRAINT pk_occurrence PRIMARY KEY (workspace_id, kind, team_id, day, member_id)
);

CREATE TABLE okr_change (
    workspace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    made_at DATETIME NOT NULL,
    author_id TEXT NOT NULL,
    objective_number INTEGER NOT NULL,
    kr_number INTEGER,
    what TEXT NOT NULL,
    "before" TEXT NOT NULL,
    "after" TEXT NOT NULL,
    reason TEXT NOT NULL,
    CONSTRAINT pk_okr_change PRIMARY KEY (workspace_id, id)
);

CREATE TABLE outgoing (
    workspace_id TEXT NOT NULL,
    "key" TEXT NOT NULL,
    message TEXT NOT NULL,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    parent TEXT,
    payload JSON,
    bulk BOOLEAN NOT NULL,
    must_arrive BOOLEAN NOT NULL,
    tell TEXT,
    state TEXT NOT NULL,
    due_at DATETIME NOT NULL,
    claimed_until DATETIME,
    attempts INTEGER NOT NULL,
    unknowns INTEGER NOT NULL,
    error TEXT,
    channel TEXT,
    ts TEXT,
    created_at DATETIME NOT NULL,
    settled_at DATETIME,
    CONSTRAINT pk_outgoing PRIMARY KEY (workspace_id, "key")
);

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
    is_promise BOOLEAN DEFAULT 0 NOT NULL,
    made_at DATETIME NOT NULL,
    retired_at DATETIME,
    CONSTRAINT pk_question PRIMARY KEY (workspace_id, id),
    CONSTRAINT fk_question_workspace_id_team_id FOREIGN KEY(workspace_id, team_id) REFERENCES team (workspace_id, id) ON DELETE CASCADE
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
    saved_at DATETIME NOT NULL,
    source_channel TEXT,
    source_ts TEXT,
    recalled_at DATETIME,
    CONSTRAINT pk_quote PRIMARY KEY (workspace_id, number)
);

CREATE TABLE quote_post (
    workspace_id TEXT NOT NULL,
    outgoing_key TEXT NOT NULL,
    quote_number INTEGER NOT NULL,
    team_id TEXT NOT NULL,
    posted_at DATETIME NOT NULL,
    CONSTRAINT pk_quote_post PRIMARY KEY (workspace_id, outgoing_key),
    CONSTRAINT fk_quote_post_workspace_id_quote_number FOREIGN KEY(workspace_id, quote_number) REFERENCES quote (workspace_id, number)
);

CREATE TABLE reading (
    workspace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    metric_key TEXT NOT NULL,
    team_id TEXT NOT NULL,
    value TEXT NOT NULL,
    sample INTEGER,
    promoters INTEGER,
    passives INTEGER,
    detractors INTEGER,
    author_id TEXT NOT NULL,
    day DATE NOT NULL,
    made_at DATETIME NOT NULL,
    CONSTRAINT pk_reading PRIMARY KEY (workspace_id, id),
    CONSTRAINT fk_reading_workspace_id_metric_key_team_id FOREIGN KEY(workspace_id, metric_key, team_id) REFERENCES metric (workspace_id, "key", team_id)
);

CREATE TABLE reply (
    workspace_id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    day DATE NOT NULL,
    member_id TEXT NOT NULL,
    question_id TEXT NOT NULL,
    text TEXT NOT NULL,
    replied_at DATETIME NOT NULL,
    is_late BOOLEAN NOT NULL,
    kept TEXT,
    CONSTRAINT pk_reply PRIMARY KEY (workspace_id, team_id, day, member_id, question_id),
    CONSTRAINT fk_reply_workspace_id_team_id_day FOREIGN KEY(workspace_id, team_id, day) REFERENCES round (workspace_id, team_id, day),
    CONSTRAINT fk_reply_workspace_id_question_id FOREIGN KEY(workspace_id, question_id) REFERENCES question (workspace_id, id)
);

CREATE TABLE round (
    workspace_id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    day DATE NOT NULL,
    opens_at DATETIME NOT NULL,
    closes_at DATETIME NOT NULL,
    closed_at DATETIME, people JSON,
    CONSTRAINT pk_round PRIMARY KEY (workspace_id, team_id, day),
    CONSTRAINT fk_round_workspace_id_team_id FOREIGN KEY(workspace_id, team_id) REFERENCES team (workspace_id, id)
);

CREATE TABLE team (
    workspace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    channel TEXT NOT NULL,
    zone TEXT NOT NULL,
    language TEXT NOT NULL,
    checkin_weekday INTEGER NOT NULL,
    checkin_time TIME NOT NULL,
    digest_weekday INTEGER NOT NULL,
    digest_time TIME NOT NULL,
    created_by TEXT NOT NULL,
    created_at DATETIME NOT NULL,
    version INTEGER NOT NULL, checkin_rhythm TEXT DEFAULT 'weekly' NOT NULL, checkin_walls TEXT DEFAULT 'own' NOT NULL, votes BOOLEAN DEFAULT 1 NOT NULL,
    CONSTRAINT pk_team PRIMARY KEY (workspace_id, id)
);

CREATE TABLE team_member (
    workspace_id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    is_lead BOOLEAN NOT NULL,
    CONSTRAINT pk_team_member PRIMARY KEY (workspace_id, team_id, member_id),
    CONSTRAINT fk_team_member_workspace_id_team_id FOREIGN KEY(workspace_id, team_id) REFERENCES team (workspace_id, id) ON DELETE CASCADE
);

CREATE TABLE vote (
    workspace_id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    day DATE NOT NULL,
    kr_number INTEGER NOT NULL,
    member_id TEXT NOT NULL,
    score INTEGER NOT NULL,
    voted_at DATETIME NOT NULL,
    asked_at DATETIME,
    reason TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_vote PRIMARY KEY (workspace_id, team_id, day, kr_number, member_id),
    CONSTRAINT fk_vote_workspace_id_team_id_day FOREIGN KEY(workspace_id, team_id, day) REFERENCES round (workspace_id, team_id, day)
);

CREATE TABLE workspace (
    workspace_id TEXT NOT NULL,
    name TEXT NOT NULL,
    bot_user TEXT NOT NULL,
    installed_at DATETIME NOT NULL, rhythm TEXT DEFAULT 'quarter' NOT NULL,
    CONSTRAINT pk_workspace PRIMARY KEY (workspace_id)
);

CREATE INDEX ix_arrival_seen_at ON arrival (seen_at);

CREATE INDEX ix_kr_update_latest ON kr_update (workspace_id, kr_number, day, made_at);

CREATE INDEX ix_kudos_source ON kudos (workspace_id, source_channel, source_ts);

CREATE INDEX ix_reading_latest ON reading (workspace_id, team_id, metric_key, day, made_at);

CREATE INDEX ix_outgoing_queue ON outgoing (workspace_id, bulk, due_at, created_at, seq, "key") WHERE state = 'due';

CREATE INDEX ix_outgoing_claimed ON outgoing (workspace_id, target) WHERE state = 'claimed';

CREATE INDEX ix_outgoing_held ON outgoing (workspace_id, target) WHERE state = 'held';

CREATE INDEX ix_occurrence_waiting ON occurrence (due_at) WHERE state = 'due';

CREATE INDEX ix_occurrence_member ON occurrence (workspace_id, member_id, day);

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

CREATE INDEX ix_outgoing_files ON outgoing (settled_at) WHERE settled_at IS NOT NULL AND payload IS NOT NULL AND kind = 'upload';

CREATE INDEX ix_outgoing_said ON outgoing (settled_at) WHERE settled_at IS NOT NULL AND payload IS NOT NULL;

CREATE INDEX ix_outgoing_changes ON outgoing (settled_at) WHERE settled_at IS NOT NULL AND seq > 0;

CREATE INDEX ix_occurrence_settled ON occurrence (settled_at) WHERE settled_at IS NOT NULL;

CREATE UNIQUE INDEX ix_kr_update_nth ON kr_update (workspace_id, kr_number, nth);

CREATE INDEX ix_objective_supports ON objective (workspace_id, supports);

CREATE INDEX ix_kr_team_team ON kr_team (workspace_id, team_id);

CREATE INDEX ix_okr_change_objective ON okr_change (workspace_id, objective_number, made_at);

CREATE INDEX ix_okr_change_kr ON okr_change (workspace_id, kr_number, made_at);

CREATE INDEX ix_objective_carried ON objective (workspace_id, carried_from);

CREATE INDEX ix_key_result_carried ON key_result (workspace_id, carried_from);

CREATE INDEX ix_question_team ON question (workspace_id, team_id);

CREATE INDEX ix_reply_member ON reply (workspace_id, member_id, day);

CREATE INDEX ix_blocker_round ON blocker (workspace_id, team_id, day);

CREATE INDEX ix_blocker_open ON blocker (workspace_id, team_id) WHERE closed_at IS NULL;

CREATE INDEX ix_blocker_mine ON blocker (workspace_id, member_id) WHERE closed_at IS NULL;

CREATE INDEX ix_member_stand_in ON member (workspace_id, stand_in) WHERE stand_in IS NOT NULL;

CREATE INDEX ix_kr_update_author ON kr_update (workspace_id, author_id, made_at);

CREATE INDEX ix_day_off_last ON day_off (workspace_id, last);

CREATE INDEX ix_nudge_sent ON nudge (sent_at);

CREATE INDEX ix_objective_proposed ON objective (workspace_id) WHERE stage = 'proposed';

CREATE INDEX ix_outgoing_later ON outgoing (workspace_id, message, seq) WHERE seq > 0;
