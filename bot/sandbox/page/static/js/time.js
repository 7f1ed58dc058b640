// Times on the acting person's wall. Everything arrives in UTC.

const cache = new Map();

function format(locale, options) {
  const name = locale + JSON.stringify(options);
  if (!cache.has(name)) cache.set(name, new Intl.DateTimeFormat(locale, options));
  return cache.get(name);
}

const as = (options) => (at, zone) => format("en-GB", { ...options, timeZone: zone }).format(new Date(at));

export const timeOf = as({ hour: "2-digit", minute: "2-digit" });
export const weekday = as({ weekday: "short" });
export const dayKey = as({ year: "numeric", month: "2-digit", day: "2-digit" });
export const shortDate = as({ weekday: "short", day: "numeric", month: "short" });
export const longDate = as({ weekday: "long", day: "numeric", month: "long" });
export const full = as({ weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short" });
const year = as({ year: "numeric" });

export function dayLabel(at, now, zone) {
  const day = dayKey(at, zone);
  if (day === dayKey(now, zone)) return "Today";
  if (day === dayKey(new Date(now).getTime() - 86400000, zone)) return "Yesterday";
  return longDate(at, zone) + (year(at, zone) === year(now, zone) ? "" : ` ${year(at, zone)}`);
}

export function hourOf(at, zone) {
  const [hour, minute] = timeOf(at, zone).split(":").map(Number);
  return (hour % 24) + minute / 60;
}

export const zoneName = (zone) => zone.split("/").pop().replaceAll("_", " ");

export function offset(at, zone) {
  const parts = format("en-GB", { timeZone: zone, timeZoneName: "shortOffset" }).formatToParts(new Date(at));
  return parts.find((p) => p.type === "timeZoneName").value.replace("GMT", "UTC");
}

// "2026-11-25T10:00" on that person's wall, as <input type="datetime-local"> wants it.
export function wallTime(at, zone) {
  const p = Object.fromEntries(
    format("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" })
      .formatToParts(new Date(at))
      .map((x) => [x.type, x.value]),
  );
  return `${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}`;
}

// The moment at which that person's wall shows `wall`.
export function momentOf(wall, zone) {
  const guess = Date.parse(`${wall}Z`);
  const shown = Date.parse(`${wallTime(guess, zone)}Z`);
  const first = guess - (shown - guess);
  return first - (Date.parse(`${wallTime(first, zone)}Z`) - guess);
}

export function until(at, now) {
  const minutes = Math.round((new Date(at) - new Date(now)) / 60000);
  if (minutes <= 0) return "now";
  if (minutes < 60) return `in ${minutes} min`;
  if (minutes < 48 * 60) return `in ${Math.round(minutes / 60)} h`;
  return `in ${Math.round(minutes / 1440)} days`;
}

const DATE = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  day_divider_pretty: { weekday: "long", month: "long", day: "numeric" },
  time: { hour: "numeric", minute: "2-digit" },
  time_secs: { hour: "numeric", minute: "2-digit", second: "2-digit" },
};

// Slack's <!date^…^{date_short} at {time}|…>, in the reader's own language and zone.
export function slackDate(seconds, template, { zone, locale, now }) {
  const at = Number(seconds) * 1000;
  return template.replace(/\{(\w+)\}/g, (whole, name) => {
    const plain = name.replace(/_pretty$/, "");
    const pretty = name !== plain && plain.startsWith("date");
    const label = pretty && dayLabel(at, now, zone);
    if (label === "Today" || label === "Yesterday") return label.toLowerCase();
    if (name === "ago") return until(at, now);
    const options = DATE[name] ?? DATE[plain];
    return options ? format(locale, { ...options, timeZone: zone }).format(at) : whole;
  });
}
