// The emoji this workspace knows by name. :raised_hands: comes first: it gives kudos.

const TABLE = `raised_hands 🙌|tada 🎉|thumbsup 👍|+1 👍|-1 👎|thumbsdown 👎|heart ❤️|clap 👏|pray 🙏|eyes 👀|rocket 🚀|fire 🔥
sparkles ✨|star ⭐|star2 🌟|100 💯|bulb 💡|white_check_mark ✅|heavy_check_mark ✔️|x ❌|warning ⚠️|question ❓|exclamation ❗
smile 😄|smiley 😃|slightly_smiling_face 🙂|grinning 😀|joy 😂|blush 😊|heart_eyes 😍|thinking_face 🤔|cry 😢|sob 😭|sweat_smile 😅|wink 😉
sunglasses 😎|star-struck 🤩|partying_face 🥳|hugging_face 🤗|relieved 😌|neutral_face 😐|disappointed 😞|confused 😕|angry 😠|wave 👋|ok_hand 👌|muscle 💪
handshake 🤝|point_right 👉|point_left 👈|point_up ☝️|point_down 👇|raised_hand ✋|bow 🙇|trophy 🏆|medal 🏅|first_place_medal 🥇|gift 🎁|balloon 🎈
confetti_ball 🎊|bouquet 💐|sunflower 🌻|seedling 🌱|herb 🌿|four_leaf_clover 🍀|leaves 🍃|rainbow 🌈|sunny ☀️|sunrise 🌅|partly_sunny ⛅|cloud ☁️
rain_cloud 🌧️|snowflake ❄️|zap ⚡|ocean 🌊|moon 🌙|crescent_moon 🌙|coffee ☕|tea 🍵|cake 🍰|birthday 🎂|beers 🍻|pizza 🍕
bar_chart 📊|chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|dart 🎯|calendar 📅|date 📅|spiral_calendar_pad 🗓️|clock1 🕐|clock9 🕘|clock10 🕙|alarm_clock ⏰|hourglass ⌛
hourglass_flowing_sand ⏳|stopwatch ⏱️|bell 🔔|no_bell 🔕|mega 📣|loudspeaker 📢|speech_balloon 💬|left_speech_bubble 🗨️|thought_balloon 💭|memo 📝|pencil 📝|pencil2 ✏️
clipboard 📋|pushpin 📌|round_pushpin 📍|link 🔗|mag 🔍|key 🔑|lock 🔒|unlock 🔓|gear ⚙️|wrench 🔧|hammer 🔨|toolbox 🧰
package 📦|inbox_tray 📥|outbox_tray 📤|envelope ✉️|email 📧|phone ☎️|telephone_receiver 📞|iphone 📱|computer 💻|globe_with_meridians 🌐|earth_asia 🌏|earth_africa 🌍
house 🏠|office 🏢|airplane ✈️|palm_tree 🌴|desert_island 🏝️|beach_with_umbrella 🏖️|camping 🏕️|mountain ⛰️|face_with_thermometer 🤒|hospital 🏥|baby 👶|dog 🐶
arrow_up ⬆️|arrow_down ⬇️|arrow_right ➡️|arrow_left ⬅️|arrow_upper_right ↗️|arrow_lower_right ↘️|arrows_counterclockwise 🔄|repeat 🔁|heavy_plus_sign ➕|heavy_minus_sign ➖|small_blue_diamond 🔹|small_orange_diamond 🔸
large_green_circle 🟢|large_yellow_circle 🟡|red_circle 🔴|large_orange_circle 🟠|large_blue_circle 🔵|white_circle ⚪|black_circle ⚫|green_heart 💚|yellow_heart 💛|blue_heart 💙|purple_heart 💜|orange_heart 🧡
large_green_square 🟩|large_yellow_square 🟨|red_square 🟥|large_orange_square 🟧|white_large_square ⬜|black_large_square ⬛|rotating_light 🚨|construction 🚧|triangular_flag_on_post 🚩|checkered_flag 🏁|busts_in_silhouette 👥|bust_in_silhouette 👤
gem 💎|crown 👑|magic_wand 🪄|books 📚|book 📖|bookmark 🔖|newspaper 📰|scroll 📜|page_facing_up 📄|label 🏷️|moneybag 💰|heavy_dollar_sign 💲
robot_face 🤖|ghost 👻|unicorn_face 🦄|bee 🐝|butterfly 🦋|turtle 🐢|rock 🪨|footprints 👣|compass 🧭|world_map 🗺️|see_no_evil 🙈|zzz 💤
one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣|six 6️⃣|seven 7️⃣|eight 8️⃣|nine 9️⃣|keycap_ten 🔟|information_source ℹ️|no_entry ⛔`;

export const EMOJI = new Map(
  TABLE.split(/[|\n]/).map((pair) => {
    const cut = pair.indexOf(" ");
    return [pair.slice(0, cut), pair.slice(cut + 1)];
  }),
);

const TONES = { 2: "🏻", 3: "🏼", 4: "🏽", 5: "🏾", 6: "🏿" };

export function emoji(name) {
  const [plain, tone] = name.split("::skin-tone-");
  const found = EMOJI.get(plain);
  return found ? found + (TONES[tone] ?? "") : `:${name}:`;
}
