"""Slack's JSON for what the sandbox remembers: people, channels, messages, views, files."""

from zoneinfo import ZoneInfo

from bot.sandbox.model import Channel, File, Message, Payload, Person, View, Workspace, World


def user_json(
    world: World,
    workspace: Workspace,
    person: Person,
    *,
    locale: bool = False,
    email: bool = False,
) -> Payload:
    offset = world.clock.now().astimezone(ZoneInfo(person.zone)).utcoffset()
    user: Payload = {
        "id": person.id,
        "team_id": workspace.id,
        "name": person.name,
        "deleted": person.deleted,
        "color": person.colour.lstrip("#"),
        "real_name": person.real_name,
        "tz": person.zone,
        "tz_label": person.zone.split("/")[-1].replace("_", " ") + " Time",
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": _profile(workspace, person, email=email),
        "is_admin": person.is_admin,
        "is_owner": person.is_owner,
        "is_primary_owner": False,
        "is_restricted": person.is_guest,
        "is_ultra_restricted": False,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": person.updated,
    }
    return user | ({"locale": person.locale} if locale else {})


def _profile(workspace: Workspace, person: Person, *, email: bool) -> Payload:
    profile: Payload = {
        "title": person.title,
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": person.real_name.split()[0],
        "display_name_normalized": person.real_name.split()[0],
        "status_text": person.status_text,
        "status_emoji": person.status_emoji,
        "status_expiration": person.status_expiration,
        "team": workspace.id,
    }
    if email and person.email:
        profile["email"] = person.email
    if person.id == workspace.bot_user:
        profile["bot_id"] = workspace.bot_id
    return profile


def quiet_json(person: Person) -> Payload:
    """Do-not-disturb as others see it; with none both moments are 1."""
    start, end = person.do_not_disturb or (1, 1)
    return {
        "dnd_enabled": person.do_not_disturb is not None,
        "next_dnd_start_ts": start,
        "next_dnd_end_ts": end,
    }


def channel_json(workspace: Workspace, channel: Channel, *, members: bool = False) -> Payload:
    """A conversation as the bot sees it; an `im` has a user instead of a name."""
    shape: Payload = {
        "id": channel.id,
        "context_team_id": workspace.id,
        "is_channel": channel.kind == "public",
        "is_group": False,
        "is_im": channel.kind == "im",
        "is_mpim": False,
        "is_private": channel.kind != "public",
        "is_archived": channel.archived,
    }
    if channel.kind == "im":
        others = channel.members - {workspace.bot_user}
        return shape | {"user": next(iter(others)), "is_user_deleted": False}
    shape |= {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_member": workspace.bot_user in channel.members,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }
    return shape | ({"num_members": len(channel.members)} if members else {})


def message_json(world: World, workspace: Workspace, message: Message) -> Payload:
    shape: Payload = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "text": message.text,
        "team": workspace.id,
    }
    if message.bot_id:
        shape |= {"bot_id": message.bot_id, "app_id": world.app.id}
    if message.thread_ts:
        shape["thread_ts"] = message.thread_ts
    if message.edited:
        shape["edited"] = {"user": message.user, "ts": message.ts}
    if message.reactions:
        shape["reactions"] = [
            {"name": name, "users": users, "count": len(users)}
            for name, users in message.reactions.items()
        ]
    if message.files:
        shape["files"] = [file_json(workspace, workspace.files[id_]) for id_ in message.files]
    for name in ("blocks", "attachments", "metadata"):
        if value := getattr(message, name):
            shape[name] = value
    return shape


def view_json(world: World, workspace: Workspace, view: View) -> Payload:
    """A view as answers and interactions carry it, with what has been typed so far."""
    payload = view.payload
    return {
        "id": view.id,
        "team_id": workspace.id,
        "type": payload["type"],
        "blocks": payload["blocks"],
        "title": payload.get("title"),
        "close": payload.get("close"),
        "submit": payload.get("submit"),
        "private_metadata": payload.get("private_metadata", ""),
        "callback_id": payload.get("callback_id", ""),
        "external_id": view.external_id,
        "state": {"values": view.state},
        "hash": view.hash,
        "clear_on_close": payload.get("clear_on_close", False),
        "notify_on_close": payload.get("notify_on_close", False),
        "submit_disabled": payload.get("submit_disabled", False),
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
        "app_id": world.app.id,
        "app_installed_team_id": workspace.id,
        "bot_id": workspace.bot_id,
    }


def file_json(workspace: Workspace, file: File, *, host: str = "") -> Payload:
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title or file.name,
        "size": file.length,
        "alt_txt": file.alt_text,
        "user": workspace.bot_user,
        "url_private": f"{host}/files/{workspace.id}/{file.id}/{file.name}",
        "permalink": f"{host}/files/{workspace.id}/{file.id}",
    }


def permalink(workspace: Workspace, message: Message) -> str:
    link = f"https://{workspace.domain}.slack.com/archives/{message.channel}"
    link += f"/p{message.ts.replace('.', '')}"
    in_thread = message.thread_ts and message.thread_ts != message.ts
    return f"{link}?thread_ts={message.thread_ts}&cid={message.channel}" if in_thread else link
