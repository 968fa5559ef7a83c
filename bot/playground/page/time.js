/**
 * Slack's timestamps and dates as a person reads them. The zone is always the reader's own, passed in; the clock is the
 * workspace's, which tests and developers may set.
 */

const LOCALE = "en-GB";
/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** @param {Date} date @param {string} zone @param {Intl.DateTimeFormatOptions} how */
function format(date, zone, how) {
  const key = zone + JSON.stringify(how);
  let known = formats.get(key);
  if (!known) formats.set(key, (known = new Intl.DateTimeFormat(LOCALE, { timeZone: zone, ...how })));
  return known.format(date);
}

/** @param {string|number} ts seconds, as Slack writes them ("1700000000.000100") */
export const dateOf = (ts) => new Date(Number(ts) * 1000);

/** 14:05 @param {string|number} ts @param {string} zone */
export const clock = (ts, zone) => format(dateOf(ts), zone, { hour: "2-digit", minute: "2-digit" });

/** The day in a reader's zone as 2026-11-23, for comparing. @param {string|number} ts @param {string} zone */
export function dayKey(ts, zone) {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
  return parts.format(dateOf(ts));
}

/** Today, Yesterday, or "Monday, 16 November", with the year when it is another. */
export function dayName(ts, now, zone) {
  const near = nearDay(ts, now, zone);
  if (near) return near;
  const sameYear = dayKey(ts, zone).slice(0, 4) === dayKey(now, zone).slice(0, 4);
  return format(dateOf(ts), zone, {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: sameYear ? undefined : "numeric",
  });
}

/** @returns {string|undefined} */
function nearDay(ts, now, zone) {
  const day = dayKey(ts, zone);
  if (day === dayKey(now, zone)) return "Today";
  if (day === dayKey(Number(now) - 86400, zone)) return "Yesterday";
  if (day === dayKey(Number(now) + 86400, zone)) return "Tomorrow";
  return undefined;
}

/** The moment in full, for a tooltip: "Monday, 23 November 2026 at 14:05". */
export function moment(ts, zone) {
  return format(dateOf(ts), zone, { dateStyle: "full", timeStyle: "short" });
}

/** "today at 14:05", "16 November at 09:00": when the last reply came. */
export function when(ts, now, zone) {
  const near = nearDay(ts, now, zone)?.toLowerCase();
  return `${near ?? format(dateOf(ts), zone, { day: "numeric", month: "long" })} at ${clock(ts, zone)}`;
}

const TOKENS = {
  date_num: (d, z) => new Intl.DateTimeFormat("en-CA", { timeZone: z }).format(d),
  date_slash: (d, z) => format(d, z, { day: "2-digit", month: "2-digit", year: "numeric" }),
  date: (d, z) => format(d, z, { day: "numeric", month: "long", year: "numeric" }),
  date_short: (d, z) => format(d, z, { day: "numeric", month: "short", year: "numeric" }),
  date_long: (d, z) => format(d, z, { weekday: "long", day: "numeric", month: "long", year: "numeric" }),
  day_divider_pretty: (d, z) => format(d, z, { weekday: "long", day: "numeric", month: "long" }),
  time: (d, z) => format(d, z, { hour: "2-digit", minute: "2-digit" }),
  time_secs: (d, z) => format(d, z, { hour: "2-digit", minute: "2-digit", second: "2-digit" }),
};

/**
 * Slack's `<!date^…>` format string filled in, e.g. "{date_short_pretty} at {time}".
 * @param {number} seconds @param {string} pattern @param {{zone: string, now: number}} look
 */
export function slackDate(seconds, pattern, look) {
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => {
    if (name === "ago") return ago(seconds, look.now);
    const plain = name.replace(/_pretty$/, "");
    const near = name.endsWith("_pretty") ? nearDay(seconds, look.now, look.zone) : undefined;
    if (near) return near.toLowerCase();
    const token = /** @type {any} */ (TOKENS)[plain] ?? /** @type {any} */ (TOKENS)[name];
    return token ? token(dateOf(seconds), look.zone) : whole;
  });
}

/** @param {number} seconds @param {number} now */
function ago(seconds, now) {
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  const gap = seconds - now;
  const steps = /** @type {[number, Intl.RelativeTimeFormatUnit][]} */ ([
    [86400, "day"],
    [3600, "hour"],
    [60, "minute"],
  ]);
  const [size, unit] = steps.find(([step]) => Math.abs(gap) >= step) ?? [1, "second"];
  return words.format(Math.trunc(gap / size), unit);
}

/** "2026-11-23T09:30" in a zone, as epoch seconds. @param {string} local @param {string} zone */
export function fromLocal(local, zone) {
  const asUtc = Date.parse(`${local}:00Z`);
  const first = asUtc - offset(asUtc, zone);
  return Math.round((asUtc - offset(first, zone)) / 1000);
}

/** Epoch seconds as "2026-11-23T09:30" in a zone. @param {number} seconds @param {string} zone */
export function toLocal(seconds, zone) {
  return new Date(seconds * 1000 + offset(seconds * 1000, zone)).toISOString().slice(0, 16);
}

/** How far a zone is ahead of UTC at an instant, in milliseconds. @param {number} at @param {string} zone */
function offset(at, zone) {
  const how = /** @type {const} */ ({
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  const part = Object.fromEntries(
    new Intl.DateTimeFormat("en-US", how).formatToParts(at).map((p) => [p.type, p.value]),
  );
  return (
    Date.UTC(+part.year, +part.month - 1, +part.day, +part.hour, +part.minute, +part.second) -
    Math.floor(at / 1000) * 1000
  );
}
