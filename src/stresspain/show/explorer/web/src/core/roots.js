// Where a function of one number is zero or least, and whether what a matrix moves fades.

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Where a function that changes sign between a and b is zero, to rounding: secants, halved where they are slow. */
export function root(f, a, b, at_a = f(a)) {
  let [low, high, f_low, f_high] = [a, b, at_a, f(b)];
  for (let i = 0; i < 200; i += 1) {
    const middle = 0.5 * (low + high);
    if (middle === low || middle === high || f_low === 0) return Math.abs(f_low) < Math.abs(f_high) ? low : high;
    const straight = (low * f_high - high * f_low) / (f_high - f_low);
    // Every third step halves, so that a flat side cannot hold the search up.
    const x = i % 3 === 2 || !(straight > low && straight < high) ? middle : straight;
    const value = f(x);
    if (value === 0) return x;
    if (value > 0 === f_low > 0) [low, f_low] = [x, value];
    else [high, f_high] = [x, value];
  }
  return Math.abs(f_low) < Math.abs(f_high) ? low : high;
}

/** Where a function with one valley between a and b is least, by golden sections. */
export function least(f, a, b) {
  let [low, high] = [a, b];
  for (let i = 0; i < 60; i += 1) {
    const width = GOLDEN * (high - low);
    if (f(high - width) < f(low + width)) high = low + width;
    else low = high - width;
  }
  return 0.5 * (low + high);
}

/** Whether all eigenvalues of a matrix, given as rows, have negative real parts (Routh's test). */
export function fades(matrix) {
  const a = characteristic(matrix);
  let [above, row] = [a.filter((_, i) => i % 2 === 0), a.filter((_, i) => i % 2 === 1)];
  for (let i = 1; i < a.length; i += 1) {
    if (!(row[0] > 0)) return false;
    const [top, under] = [above, row];
    row = top.slice(1).map((value, j) => value - (top[0] / under[0]) * (under[j + 1] ?? 0));
    above = under;
  }
  return true;
}

/**
 * The coefficients of the characteristic polynomial, the highest first: sums of principal minors of the negative.
 * Time constants may be thousands of times apart, and only inside a minor does anything cancel.
 */
function characteristic(matrix) {
  const n = matrix.length;
  const coefficients = new Array(n + 1).fill(0);
  for (let set = 0; set < 2 ** n; set += 1) {
    const places = matrix.map((_, i) => i).filter((i) => set & (1 << i));
    const sign = places.length % 2 ? -1 : 1;
    coefficients[places.length] += sign * determinant(matrix, places, places);
  }
  return coefficients;
}

/** The determinant of the given rows and columns, along the first row. */
function determinant(matrix, rows, columns) {
  if (rows.length === 0) return 1;
  const [first, ...others] = rows;
  let sum = 0;
  columns.forEach((column, i) => {
    const entry = matrix[first][column];
    if (entry === 0) return;
    const rest = determinant(matrix, others, columns.filter((c) => c !== column));
    sum += (i % 2 ? -entry : entry) * rest;
  });
  return sum;
}
