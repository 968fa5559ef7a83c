/**
 * Emoji by their Slack names: a small table of those a work conversation meets. An unknown name stays as it was written.
 */

const NAMES = `
white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌|warning ⚠️|no_entry ⛔|no_entry_sign 🚫|question ❓
grey_question ❔|exclamation ❗|bulb 💡|lock 🔒|unlock 🔓|key 🔑|shield 🛡️|eyes 👀|eye 👁️|memo 📝|pencil 📝|pencil2 ✏️
page_facing_up 📄|clipboard 📋|file_folder 📁|open_file_folder 📂|paperclip 📎|link 🔗|mag 🔍|bell 🔔|no_bell 🔕|calendar 📆
date 📅|spiral_calendar_pad 🗓️|hourglass ⌛|hourglass_flowing_sand ⏳|clock1 🕐|alarm_clock ⏰|stopwatch ⏱️|rocket 🚀|tada 🎉
sparkles ✨|star ⭐|fire 🔥|zap ⚡|gear ⚙️|wrench 🔧|hammer 🔨|package 📦|truck 🚚|factory 🏭|office 🏢|briefcase 💼|scales ⚖️
balance_scale ⚖️|judge 🧑‍⚖️|books 📚|book 📖|bookmark 🔖|label 🏷️|pushpin 📌|round_pushpin 📍|triangular_flag_on_post 🚩
checkered_flag 🏁|chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|bar_chart 📊|moneybag 💰|euro 💶|dollar 💵
globe_with_meridians 🌐|earth_africa 🌍|earth_americas 🌎|earth_asia 🌏|construction 🚧|octagonal_sign 🛑|stop_sign 🛑
red_circle 🔴|large_orange_circle 🟠|large_yellow_circle 🟡|large_green_circle 🟢|large_blue_circle 🔵|white_circle ⚪|black_circle ⚫
large_orange_square 🟧|large_yellow_square 🟨|large_green_square 🟩|large_red_square 🟥|arrow_right ➡️|arrow_left ⬅️|arrow_up ⬆️
arrow_down ⬇️|leftwards_arrow_with_hook ↩️|arrows_counterclockwise 🔄|repeat 🔁|speech_balloon 💬|thought_balloon 💭|loudspeaker 📢
mega 📣|envelope ✉️|email 📧|inbox_tray 📥|outbox_tray 📤|telephone_receiver 📞|computer 💻|+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎
ok_hand 👌|wave 👋|raised_hands 🙌|clap 👏|pray 🙏|handshake 🤝|muscle 💪|point_right 👉|point_left 👈|point_up ☝️|point_down 👇
raised_hand ✋|v ✌️|heart ❤️|blue_heart 💙|green_heart 💚|broken_heart 💔|100 💯|smile 😄|smiley 😃|slightly_smiling_face 🙂
grinning 😀|grin 😁|joy 😂|laughing 😆|wink 😉|blush 😊|thinking_face 🤔|face_with_monocle 🧐|neutral_face 😐|confused 😕
slightly_frowning_face 🙁|cry 😢|sob 😭|rage 😡|scream 😱|sweat_smile 😅|relieved 😌|sunglasses 😎|zipper_mouth_face 🤐
shushing_face 🤫|see_no_evil 🙈|robot_face 🤖|coffee ☕|seedling 🌱|house 🏠|door 🚪|fence 🚧|detective 🕵️|scroll 📜|ledger 📒
one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣|heavy_plus_sign ➕|heavy_minus_sign ➖|information_source ℹ️|copyright ©️|registered ®️|tm ™️
`;

/** @type {Map<string, string>} */
const TABLE = new Map(
  NAMES.trim()
    .split(/[|\n]/)
    .map((pair) => /** @type {[string, string]} */ (pair.trim().split(" "))),
);

/** What the page offers for a quick reaction. */
export const QUICK = ["+1", "white_check_mark", "eyes", "pray", "raised_hands", "tada", "thinking_face", "heart"];

/** The sign of a name, with or without a skin tone; undefined when the table lacks it. @param {string} name */
export function emoji(name) {
  return TABLE.get(name.split("::")[0]);
}

/** A sign by its code points, as rich text carries it ("1f44d" or "1f9d1-200d-2696-fe0f"). @param {string} [codes] */
export function fromCodes(codes) {
  if (!codes || !/^[0-9a-f]{2,6}(-[0-9a-f]{2,6})*$/i.test(codes)) return undefined;
  const points = codes.split("-").map((code) => Number.parseInt(code, 16));
  return points.every((point) => point <= 0x10ffff) ? String.fromCodePoint(...points) : undefined;
}
