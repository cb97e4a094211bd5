/** One emoji: the name that `:name:` completes, and words by which it is found. */
export type Emoji = { readonly emoji: string; readonly name: string; readonly words: string };
export type EmojiGroup = { readonly id: keyof typeof sources; readonly emoji: readonly Emoji[] };

/**
 * A choice of what people use, drawn by the system's own font: nothing is loaded for it. `emoji name other words`, one after
 * the other. Any other emoji can be typed or pasted.
 */
const sources = {
  smileys:
    '😀 grinning happy smile;😃 smiley happy;😄 smile happy joy;😁 grin beaming;😆 laughing haha;😅 sweat_smile relief;🤣 rofl rolling laugh;😂 joy tears laugh lol;🙂 slight_smile;🙃 upside_down;😉 wink;😊 blush smile;😇 innocent angel halo;🥰 smiling_hearts love;😍 heart_eyes love;🤩 star_struck wow;😘 kissing_heart;😋 yum tasty;😛 tongue;😜 winking_tongue crazy;🤪 zany;🤗 hugging hug;🤭 giggle oops;🤫 shushing quiet;🤔 thinking hmm;🤐 zipper_mouth;🤨 raised_eyebrow sceptical;😐 neutral;😑 expressionless;😶 no_mouth;😏 smirk;😒 unamused;🙄 eye_roll;😬 grimacing awkward;😌 relieved calm;😔 pensive sad;😪 sleepy;🤤 drooling;😴 sleeping zzz;😷 mask ill;🤒 thermometer ill;🤕 head_bandage hurt;🤢 nauseated;🤧 sneezing;🥵 hot;🥶 cold freezing;🥴 woozy;😵 dizzy;🤯 exploding_head mind_blown;🤠 cowboy;🥳 partying party birthday;😎 sunglasses cool;🤓 nerd;🧐 monocle;😕 confused;😟 worried;🙁 slight_frown sad;😮 open_mouth wow;😯 hushed;😲 astonished;😳 flushed;🥺 pleading please;😦 frowning;😧 anguished;😨 fearful;😰 anxious sweat;😥 disappointed_relieved;😢 cry sad;😭 sob crying;😱 scream;😖 confounded;😣 persevere;😞 disappointed;😓 sweat;😩 weary;😫 tired;🥱 yawning;😤 triumph;😡 rage angry;😠 angry;🤬 swearing;😈 smiling_imp devil;💀 skull dead;💩 poop;🤡 clown;👻 ghost;👽 alien;🤖 robot bot;🎃 pumpkin halloween;🙈 see_no_evil monkey;🙉 hear_no_evil;🙊 speak_no_evil',
  people:
    '👋 wave hello bye;🤚 raised_back_of_hand;✋ raised_hand stop;🖖 vulcan;👌 ok_hand perfect;🤏 pinching small;✌️ victory peace;🤞 fingers_crossed luck;🤘 metal rock;🤙 call_me;👈 point_left;👉 point_right;👆 point_up;👇 point_down;👍 +1 thumbsup yes like;👎 -1 thumbsdown no;✊ fist;👊 punch;👏 clap applause;🙌 raised_hands hooray;👐 open_hands;🤲 palms_up;🤝 handshake deal;🙏 pray thanks please;✍️ writing;💪 muscle strong;🧠 brain;👀 eyes look;👁️ eye;👄 mouth;👶 baby;🧑 person;👩 woman;👨 man;🧓 older_person;🙋 raising_hand;🤦 facepalm;🤷 shrug dunno;🙇 bow;💁 tipping_hand;🧑‍💻 technologist developer;🧑‍🔬 scientist;🧑‍🎨 artist;🧑‍🚀 astronaut;🕵️ detective;🦸 superhero;🧙 mage wizard;🏃 running;🚶 walking;💃 dancing dance;🕺 man_dancing;👪 family',
  nature:
    '🐶 dog;🐱 cat;🐭 mouse;🐹 hamster;🐰 rabbit bunny;🦊 fox;🐻 bear;🐼 panda;🐨 koala;🐯 tiger;🦁 lion;🐮 cow;🐷 pig;🐸 frog;🐵 monkey;🐔 chicken;🐧 penguin;🐦 bird;🦆 duck;🦅 eagle;🦉 owl;🐺 wolf;🦄 unicorn;🐝 bee;🐛 bug;🦋 butterfly;🐌 snail;🐢 turtle;🐍 snake;🐙 octopus;🦀 crab;🐟 fish;🐬 dolphin;🐳 whale;🐘 elephant;🌵 cactus;🌲 evergreen tree;🌳 tree;🌴 palm_tree;🌱 seedling plant;🍀 four_leaf_clover luck;🍁 maple_leaf autumn;🌹 rose;🌻 sunflower;🌸 cherry_blossom;💐 bouquet flowers;🌍 earth world globe;🌙 moon;⭐ star;🌟 glowing_star;✨ sparkles;⚡ zap lightning;🔥 fire hot lit;☀️ sun sunny;⛅ partly_cloudy;☁️ cloud;🌧️ rain;❄️ snowflake;⛄ snowman;🌈 rainbow;🌊 ocean wave;💧 droplet',
  food:
    '🍎 apple;🍐 pear;🍊 orange tangerine;🍋 lemon;🍌 banana;🍉 watermelon;🍇 grapes;🍓 strawberry;🍒 cherries;🍑 peach;🥭 mango;🍍 pineapple;🥑 avocado;🍅 tomato;🥕 carrot;🌽 corn;🥦 broccoli;🍞 bread;🥐 croissant;🧀 cheese;🥚 egg;🥞 pancakes;🥓 bacon;🍔 hamburger burger;🍟 fries;🍕 pizza;🌭 hotdog;🌮 taco;🌯 burrito;🥗 salad;🍝 spaghetti pasta;🍜 noodles ramen;🍣 sushi;🍚 rice;🍦 ice_cream;🍩 doughnut donut;🍪 cookie;🎂 birthday cake;🍰 cake;🍫 chocolate;🍿 popcorn;☕ coffee;🍵 tea;🥛 milk;🍺 beer;🍻 beers cheers;🥂 champagne cheers;🍷 wine;🍸 cocktail',
  things:
    '⚽ soccer football;🏀 basketball;🎾 tennis;🏓 ping_pong;🏆 trophy win;🥇 first gold;🎯 dart target;🎮 video_game;🎲 dice;🧩 puzzle;🎨 art;🎬 clapper film;🎤 microphone;🎧 headphones;🎸 guitar;🎹 piano;🎵 music note;🎉 tada party celebrate;🎊 confetti;🎁 gift present;🎈 balloon;🚀 rocket ship launch;✈️ airplane;🚗 car;🚌 bus;🚲 bike;🚂 train;🚢 ship_boat;⛵ sailboat;🏠 house home;🏢 office;🏝️ island holiday;🗺️ map;⌚ watch;📱 phone;💻 laptop computer;⌨️ keyboard;🖨️ printer;💾 floppy save;📷 camera;📺 tv;⏰ alarm_clock;⏳ hourglass;🔋 battery;💡 bulb idea;🔦 flashlight;📖 book;📚 books;📝 memo note;✏️ pencil;📌 pushpin pin;📎 paperclip;📅 calendar date;📈 chart_up growth;📉 chart_down;📊 bar_chart;📦 package box;✉️ envelope mail;📧 email;📣 megaphone;🔔 bell;🔒 lock;🔓 unlock;🔑 key;🔨 hammer;🔧 wrench fix;⚙️ gear settings;🧪 test_tube;🔬 microscope;🔭 telescope;💊 pill;🩹 bandage patch;🧹 broom clean;🛒 cart;💰 money;💳 credit_card;💎 gem',
  symbols:
    '❤️ heart love red;🧡 orange_heart;💛 yellow_heart;💚 green_heart;💙 blue_heart;💜 purple_heart;🖤 black_heart;🤍 white_heart;💔 broken_heart;💕 two_hearts;💖 sparkling_heart;💯 100 hundred perfect;💢 anger;💥 boom;💫 dizzy_star;💦 sweat_drops;💨 dash;💬 speech_balloon;💭 thought;💤 zzz sleep;✅ white_check_mark done yes;☑️ check;✔️ heavy_check;❌ x no cross;❎ cross_mark;➕ plus;➖ minus;❓ question;❗ exclamation;⚠️ warning;🚫 no_entry_sign forbidden;⛔ no_entry;♻️ recycle;🔁 repeat;▶️ play;⏸️ pause;⏩ fast_forward;🔍 mag search;🔗 link;🆗 ok;🆕 new;🆒 cool_button;🔴 red_circle;🟠 orange_circle;🟡 yellow_circle;🟢 green_circle;🔵 blue_circle;🟣 purple_circle;⚫ black_circle;⚪ white_circle;🏁 checkered_flag finish;🚩 red_flag;🏳️‍🌈 rainbow_flag pride;🏴‍☠️ pirate_flag',
} as const;

function parse(source: string): Emoji[] {
  return source.split(';').map((line) => {
    const [emoji = '', name = '', ...words] = line.split(' ');
    return { emoji, name, words: [name, ...words].join(' ') };
  });
}

const { smileys, people, nature, food, things, symbols } = sources;
export const emojiGroups: readonly EmojiGroup[] = [
  { id: 'smileys', emoji: parse(smileys) },
  { id: 'people', emoji: parse(people) },
  { id: 'nature', emoji: parse(nature) },
  { id: 'food', emoji: parse(food) },
  { id: 'things', emoji: parse(things) },
  { id: 'symbols', emoji: parse(symbols) },
];
const all = emojiGroups.flatMap((group) => group.emoji);

/** By the beginning of the name first, then of any word of it. */
export function findEmoji(query: string, max = 80): Emoji[] {
  const wanted = query.trim().toLowerCase().replaceAll(/[\s:]+/g, '_').replaceAll(/^_|_$/g, '');
  if (wanted === '') return [];
  const starting = all.filter(({ name }) => name.startsWith(wanted));
  const others = all.filter(({ name, words }) => !name.startsWith(wanted) && words.split(/[ _]/).some((word) => word.startsWith(wanted)));
  return [...starting, ...others].slice(0, max);
}
