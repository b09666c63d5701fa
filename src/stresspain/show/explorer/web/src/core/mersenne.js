// The random numbers of Python's `random.Random(seed)`, so that the same seed leaves out the same doses everywhere.

const SIZE = 624;
const FAR = 397;

/** The words of a seed, the lowest first. */
function wordsOf(seed) {
  const words = [];
  for (let rest = seed; rest > 0n || !words.length; rest >>= 32n) words.push(Number(rest & 0xffffffffn));
  return words;
}

function stateOf(seed) {
  const state = new Uint32Array(SIZE);
  const before = (i) => state[i - 1] ^ (state[i - 1] >>> 30);
  state[0] = 19650218;
  for (let i = 1; i < SIZE; i += 1) state[i] = Math.imul(1812433253, before(i)) + i;
  const words = wordsOf(seed);
  let i = 1;
  const next = () => {
    i += 1;
    if (i < SIZE) return;
    state[0] = state[SIZE - 1];
    i = 1;
  };
  for (let left = Math.max(SIZE, words.length), j = 0; left > 0; left -= 1, j = (j + 1) % words.length) {
    state[i] = (state[i] ^ Math.imul(before(i), 1664525)) + words[j] + j;
    next();
  }
  for (let left = SIZE - 1; left > 0; left -= 1) {
    state[i] = (state[i] ^ Math.imul(before(i), 1566083941)) - i;
    next();
  }
  state[0] = 0x80000000;
  return state;
}

function stir(state) {
  for (let i = 0; i < SIZE; i += 1) {
    const y = (state[i] & 0x80000000) | (state[(i + 1) % SIZE] & 0x7fffffff);
    state[i] = state[(i + FAR) % SIZE] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
  }
}

/**
 * Returns a function that draws evenly from 0 to 1, as `random.Random(seed).random` does.
 * @param {bigint} seed 0 or more
 */
export function random(seed) {
  const state = stateOf(seed);
  let at = SIZE;
  const word = () => {
    if (at === SIZE) {
      stir(state);
      at = 0;
    }
    let y = state[at];
    at += 1;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };
  return () => ((word() >>> 5) * 67108864 + (word() >>> 6)) / 9007199254740992;
}
