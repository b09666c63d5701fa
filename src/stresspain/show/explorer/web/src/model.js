// Generated from src/stresspain/model/equations.py by `python -m stresspain.show.explorer.javascript`: do not edit.
// Illustrative, not clinical. States, observables and numbers go by position, in the orders below; time is in days,
// pain is 0 to 1 here.

export const STATES = ["stress","cortisol","tension","inflammation","sensitivity"];
export const OBSERVABLES = ["ischaemia","blood_flow","nociception","pain","felt_pain","sleep_loss"];
export const NUMBERS = ["load","k_ls","k_qf","k_qs","k_sc","m_rest","k_sm","k_qm","k_si","k_xi","rho","x_half","w_x","w_i","damage","k_sw","k_qw","k_wp","p_half","g","tau_s","tau_c","tau_m","tau_i","tau_p"];
export const NODES = ["stress","cortisol","tension","inflammation","sensitivity","ischaemia","nociception","pain","felt_pain","sleep_loss"];
export const ARROWS = [
["felt_pain","stress","k_qs"],
["load","stress","k_ls"],
["stress","cortisol","k_sc"],
["stress","tension","k_sm"],
["pain","tension","k_qm"],
["m_rest","tension","m_rest"],
["stress","inflammation","k_si"],
["cortisol","inflammation","rho"],
["ischaemia","inflammation","k_xi"],
["nociception","sensitivity",""],
["sleep_loss","sensitivity","k_wp"],
["tension","ischaemia",""],
["ischaemia","nociception","w_x"],
["inflammation","nociception","w_i"],
["damage","nociception",""],
["nociception","pain",""],
["sensitivity","pain","g"],
["pain","felt_pain","k_qf"],
["stress","sleep_loss","k_sw"],
["felt_pain","sleep_loss","k_qw"]
];
export const CIRCUITS = [["pain","tension","ischaemia","nociception"],["pain","felt_pain","sleep_loss","sensitivity"],["pain","tension","ischaemia","inflammation","nociception"],["pain","tension","ischaemia","nociception","sensitivity"],["pain","felt_pain","stress","inflammation","nociception"],["pain","felt_pain","stress","sleep_loss","sensitivity"],["pain","tension","ischaemia","inflammation","nociception","sensitivity"],["pain","felt_pain","stress","cortisol","inflammation","nociception"],["pain","felt_pain","stress","tension","ischaemia","nociception"],["pain","felt_pain","stress","inflammation","nociception","sensitivity"],["pain","felt_pain","stress","cortisol","inflammation","nociception","sensitivity"],["pain","felt_pain","stress","tension","ischaemia","inflammation","nociception"],["pain","felt_pain","stress","tension","ischaemia","nociception","sensitivity"],["pain","felt_pain","stress","tension","ischaemia","inflammation","nociception","sensitivity"]];

/** How fast each state moves, per day. */
export function rates(y, k) {
  const stress = y[0], cortisol = y[1], tension = y[2], inflammation = y[3], sensitivity = y[4];
  const load = k[0], k_ls = k[1], k_qf = k[2], k_qs = k[3], k_sc = k[4], m_rest = k[5], k_sm = k[6], k_qm = k[7],
    k_si = k[8], k_xi = k[9], rho = k[10], x_half = k[11], w_x = k[12], w_i = k[13], damage = k[14], k_sw = k[15],
    k_qw = k[16], k_wp = k[17], p_half = k[18], g = k[19], tau_s = k[20], tau_c = k[21], tau_m = k[22], tau_i =
    k[23], tau_p = k[24];
  const p0 = tension*tension;
  const p1 = p0*p0;
  const x0 = p1;
  const p2 = x_half*x_half;
  const p3 = p2*p2;
  const x1 = x0/(p3 + x0);
  const x2 = damage + inflammation*w_i + w_x*x1;
  const x3 = x2*(g*sensitivity + 1);
  const x4 = x3/(x3 + 1);
  const x5 = k_qf*x4;
  const p4 = x2*x2;
  const p5 = p4*p4;
  const x6 = p5;
  const x7 = k_qw*x5 + k_sw*stress;
  const p6 = k_wp*x7/(x7 + 1) + 1;
  const p7 = p6*p6;
  const p8 = p7*p7;
  const x8 = p8;
  const p9 = p_half*p_half;
  const p10 = p9*p9;
  return [
    (-stress + (1 - stress)*(k_ls*load + k_qs*x5))/tau_s,
    (-cortisol + k_sc*stress + 1)/tau_c,
    (-tension + (1 - tension)*(k_qm*x4 + k_sm*stress + m_rest))/tau_m,
    (-inflammation + (k_si*stress + k_xi*x1)*(rho*(cortisol - 1) + 1))/tau_i,
    (-sensitivity + x6*x8/(p10 + x6*x8))/tau_p,
  ];
}


/** What follows from the states at once. */
export function observables(y, k) {
  const stress = y[0], tension = y[2], inflammation = y[3], sensitivity = y[4];
  const k_qf = k[2], x_half = k[11], w_x = k[12], w_i = k[13], damage = k[14], k_sw = k[15], k_qw = k[16], g =
    k[19];
  const p0 = tension*tension;
  const p1 = p0*p0;
  const x0 = p1;
  const p2 = x_half*x_half;
  const p3 = p2*p2;
  const x1 = x0/(p3 + x0);
  const x2 = damage + inflammation*w_i + w_x*x1;
  const x3 = x2*(g*sensitivity + 1);
  const x4 = x3/(x3 + 1);
  const x5 = k_qf*x4;
  const x6 = k_qw*x5 + k_sw*stress;
  return [
    x1,
    1 - x1,
    x2,
    x4,
    x5,
    x6/(x6 + 1),
  ];
}


/** How each rate answers to each state, row by row. */
export function jacobian(y, k) {
  const stress = y[0], cortisol = y[1], tension = y[2], inflammation = y[3], sensitivity = y[4];
  const load = k[0], k_ls = k[1], k_qf = k[2], k_qs = k[3], k_sc = k[4], m_rest = k[5], k_sm = k[6], k_qm = k[7],
    k_si = k[8], k_xi = k[9], rho = k[10], x_half = k[11], w_x = k[12], w_i = k[13], damage = k[14], k_sw = k[15],
    k_qw = k[16], k_wp = k[17], p_half = k[18], g = k[19], tau_s = k[20], tau_c = k[21], tau_m = k[22], tau_i =
    k[23], tau_p = k[24];
  const x0 = 1/tau_s;
  const x1 = g*sensitivity + 1;
  const p0 = tension*tension;
  const p1 = p0*p0;
  const x2 = p1;
  const p2 = x_half*x_half;
  const p3 = p2*p2;
  const x3 = p3 + x2;
  const x4 = 1/x3;
  const x5 = x2*x4;
  const x6 = damage + inflammation*w_i + w_x*x5;
  const x7 = x1*x6;
  const x8 = x7 + 1;
  const x9 = 1/x8;
  const x10 = k_qf*x9;
  const p4 = p0*tension;
  const x11 = p4;
  const p5 = x3*x3;
  const p6 = p4*p4;
  const p7 = p6*tension;
  const x12 = p7/p5;
  const x13 = 4*w_x*x11*x4 - 4*w_x*x12;
  const p8 = x1*x1;
  const x14 = p8*x6;
  const p9 = x8*x8;
  const x15 = 1/p9;
  const x16 = k_qf*x15;
  const x17 = k_qs*x16;
  const x18 = x14*x17;
  const x19 = x0*(1 - stress);
  const p10 = x6*x6;
  const x20 = g*p10*x1;
  const x21 = 1/tau_c;
  const x22 = 1 - tension;
  const x23 = 1/tau_m;
  const x24 = x22*x23;
  const x25 = k_qm*x15;
  const x26 = x14*x25;
  const x27 = 1/tau_i;
  const x28 = x27*(rho*(cortisol - 1) + 1);
  const x29 = 1/tau_p;
  const x30 = k_qw*x10*x7 + k_sw*stress;
  const x31 = x30 + 1;
  const x32 = 1/x31;
  const p11 = x31*x31;
  const x33 = 4*k_wp*x30/p11;
  const x34 = 4*k_sw*k_wp*x32 - k_sw*x33;
  const p12 = p10*p10;
  const x35 = p12;
  const x36 = k_wp*x32;
  const x37 = x30*x36 + 1;
  const p13 = x37*x37;
  const p14 = p13*p13;
  const x38 = p14;
  const x39 = x35*x38;
  const p15 = p_half*p_half;
  const p16 = p15*p15;
  const x40 = p16 + x39;
  const x41 = 1/x40;
  const p17 = p13*x37;
  const x42 = p17;
  const x43 = x35*x42;
  const p18 = x40*x40;
  const x44 = 1/p18;
  const p19 = p17*p17;
  const p20 = p19*x37;
  const p21 = p12*p12;
  const x45 = p20*p21*x44;
  const p22 = p10*x6;
  const x46 = p22*x38;
  const x47 = x46*(16*w_x*x11*x4 - 16*w_x*x12);
  const x48 = k_qw*x16;
  const x49 = x14*x48;
  const x50 = -k_qf*k_qw*x1*x13*x9 + x13*x49;
  const x51 = 4*x36;
  const x52 = x43*(x33*x50 - x50*x51);
  const x53 = x39*x44;
  const x54 = 4*w_i*x46;
  const x55 = -k_qf*k_qw*w_i*x1*x9 + w_i*x49;
  const x56 = x43*(x33*x55 - x51*x55);
  const x57 = -g*k_qf*k_qw*x6*x9 + x20*x48;
  const x58 = x33*x57 - x51*x57;
  return [
    x0*(-k_ls*load - k_qs*x10*x7 - 1),
    0,
    x19*(k_qf*k_qs*x1*x13*x9 - x13*x18),
    x19*(k_qf*k_qs*w_i*x1*x9 - w_i*x18),
    x19*(g*k_qf*k_qs*x6*x9 - x17*x20),
    k_sc*x21,
    -x21,
    0,
    0,
    0,
    k_sm*x24,
    0,
    x23*(-k_qm*x7*x9 - k_sm*stress - m_rest + x22*(k_qm*x1*x13*x9 - x13*x26) - 1),
    x24*(k_qm*w_i*x1*x9 - w_i*x26),
    x24*(g*k_qm*x6*x9 - x20*x25),
    k_si*x28,
    rho*x27*(k_si*stress + k_xi*x5),
    x28*(4*k_xi*x11*x4 - 4*k_xi*x12),
    -x27,
    0,
    x29*(x34*x41*x43 - x34*x45),
    0,
    x29*(x41*x47 + x41*x52 + x53*(-x47 - x52)),
    x29*(x41*x54 + x41*x56 + x53*(-x54 - x56)),
    x29*(x35*x41*x42*x58 - x45*x58 - 1),
  ];
}


/** Pain held at q: the states once all else rests. */
export function settled(q, k) {
  const load = k[0], k_ls = k[1], k_qf = k[2], k_qs = k[3], k_sc = k[4], m_rest = k[5], k_sm = k[6], k_qm = k[7],
    k_si = k[8], k_xi = k[9], rho = k[10], x_half = k[11], w_x = k[12], w_i = k[13], damage = k[14], k_sw = k[15],
    k_qw = k[16], k_wp = k[17], p_half = k[18];
  const x0 = k_qf*q;
  const x1 = k_ls*load + k_qs*x0;
  const x2 = x1/(x1 + 1);
  const x3 = k_sc*x2;
  const x4 = k_qm*q + k_sm*x2 + m_rest;
  const x5 = x4 + 1;
  const p0 = x4*x4;
  const p1 = p0*p0;
  const p2 = x5*x5;
  const p3 = p2*p2;
  const x6 = p1/p3;
  const p4 = x_half*x_half;
  const p5 = p4*p4;
  const x7 = x6/(p5 + x6);
  const x8 = (k_si*x2 + k_xi*x7)*(rho*x3 + 1);
  const x9 = k_qw*x0 + k_sw*x2;
  const p6 = k_wp*x9/(x9 + 1) + 1;
  const p7 = p6*p6;
  const p8 = p7*p7;
  const p9 = damage + w_i*x8 + w_x*x7;
  const p10 = p9*p9;
  const p11 = p10*p10;
  const x10 = p11*p8;
  const p12 = p_half*p_half;
  const p13 = p12*p12;
  return [
    x2,
    x3 + 1,
    x4/x5,
    x8,
    x10/(p13 + x10),
  ];
}


/** The return map: pain out for pain q in. */
export function painOut(q, k) {
  const load = k[0], k_ls = k[1], k_qf = k[2], k_qs = k[3], k_sc = k[4], m_rest = k[5], k_sm = k[6], k_qm = k[7],
    k_si = k[8], k_xi = k[9], rho = k[10], x_half = k[11], w_x = k[12], w_i = k[13], damage = k[14], k_sw = k[15],
    k_qw = k[16], k_wp = k[17], p_half = k[18], g = k[19];
  const x0 = k_qf*q;
  const x1 = k_ls*load + k_qs*x0;
  const x2 = x1/(x1 + 1);
  const x3 = k_qm*q + k_sm*x2 + m_rest;
  const p0 = x3*x3;
  const p1 = p0*p0;
  const p2 = x3 + 1;
  const p3 = p2*p2;
  const p4 = p3*p3;
  const x4 = p1/p4;
  const p5 = x_half*x_half;
  const p6 = p5*p5;
  const x5 = x4/(p6 + x4);
  const x6 = damage + w_i*(k_si*x2 + k_xi*x5)*(k_sc*rho*x2 + 1) + w_x*x5;
  const x7 = k_qw*x0 + k_sw*x2;
  const p7 = x6*x6;
  const p8 = p7*p7;
  const p9 = k_wp*x7/(x7 + 1) + 1;
  const p10 = p9*p9;
  const p11 = p10*p10;
  const x8 = p11*p8;
  const p12 = p_half*p_half;
  const p13 = p12*p12;
  const x9 = x6*(g*x8/(p13 + x8) + 1);
  return x9/(x9 + 1);
}


/** The same, with cortisol answering to pain c instead. */
export function painBounded(q, c, k) {
  const load = k[0], k_ls = k[1], k_qf = k[2], k_qs = k[3], k_sc = k[4], m_rest = k[5], k_sm = k[6], k_qm = k[7],
    k_si = k[8], k_xi = k[9], rho = k[10], x_half = k[11], w_x = k[12], w_i = k[13], damage = k[14], k_sw = k[15],
    k_qw = k[16], k_wp = k[17], p_half = k[18], g = k[19];
  const x0 = k_ls*load;
  const x1 = k_qf*q;
  const x2 = k_qs*x1 + x0;
  const x3 = x2/(x2 + 1);
  const x4 = k_qm*q + k_sm*x3 + m_rest;
  const p0 = x4*x4;
  const p1 = p0*p0;
  const p2 = x4 + 1;
  const p3 = p2*p2;
  const p4 = p3*p3;
  const x5 = p1/p4;
  const p5 = x_half*x_half;
  const p6 = p5*p5;
  const x6 = x5/(p6 + x5);
  const x7 = c*k_qf*k_qs + x0;
  const x8 = damage + w_i*(k_si*x3 + k_xi*x6)*(k_sc*rho*x7/(x7 + 1) + 1) + w_x*x6;
  const x9 = k_qw*x1 + k_sw*x3;
  const p7 = x8*x8;
  const p8 = p7*p7;
  const p9 = k_wp*x9/(x9 + 1) + 1;
  const p10 = p9*p9;
  const p11 = p10*p10;
  const x10 = p11*p8;
  const p12 = p_half*p_half;
  const p13 = p12*p12;
  const x11 = x8*(g*x10/(p13 + x10) + 1);
  return x11/(x11 + 1);
}


/** The return map and its slope. */
export function withSlope(q, k) {
  const load = k[0], k_ls = k[1], k_qf = k[2], k_qs = k[3], k_sc = k[4], m_rest = k[5], k_sm = k[6], k_qm = k[7],
    k_si = k[8], k_xi = k[9], rho = k[10], x_half = k[11], w_x = k[12], w_i = k[13], damage = k[14], k_sw = k[15],
    k_qw = k[16], k_wp = k[17], p_half = k[18], g = k[19];
  const x0 = k_qf*k_qs;
  const x1 = k_ls*load + q*x0;
  const x2 = x1 + 1;
  const x3 = 1/x2;
  const x4 = x1*x3;
  const x5 = k_qm*q + k_sm*x4 + m_rest;
  const p0 = x5*x5;
  const p1 = p0*p0;
  const x6 = p1;
  const x7 = x5 + 1;
  const p2 = x7*x7;
  const p3 = p2*p2;
  const x8 = 1/p3;
  const x9 = x6*x8;
  const p4 = x_half*x_half;
  const p5 = p4*p4;
  const x10 = p5 + x9;
  const x11 = 1/x10;
  const x12 = x11*x9;
  const x13 = k_si*x4 + k_xi*x12;
  const x14 = k_sc*rho;
  const x15 = w_i*(x14*x4 + 1);
  const x16 = damage + w_x*x12 + x13*x15;
  const x17 = k_qf*k_qw;
  const x18 = k_sw*x4 + q*x17;
  const x19 = x18 + 1;
  const x20 = k_wp/x19;
  const x21 = x18*x20 + 1;
  const p6 = x21*x21;
  const p7 = p6*p6;
  const x22 = p7;
  const p8 = x16*x16;
  const p9 = p8*p8;
  const x23 = p9;
  const x24 = x22*x23;
  const p10 = p_half*p_half;
  const p11 = p10*p10;
  const x25 = p11 + x24;
  const x26 = g/x25;
  const x27 = x24*x26 + 1;
  const x28 = x16*x27;
  const x29 = x28 + 1;
  const x30 = 1/x29;
  const x31 = x0*x3;
  const x32 = 4*k_sm;
  const p12 = x2*x2;
  const x33 = x0*x1/p12;
  const x34 = 4*k_qm + x31*x32 - x32*x33;
  const p13 = p0*x5;
  const x35 = p13*x34*x8;
  const x36 = w_x*x11;
  const x37 = x35*x36;
  const p14 = p3*x7;
  const x38 = -x34*x6/p14;
  const x39 = x36*x38;
  const x40 = w_i*x13*(k_qf*k_qs*k_sc*rho*x3 - x14*x33);
  const p15 = x10*x10;
  const x41 = x9*(-x35 - x38)/p15;
  const x42 = w_x*x41;
  const x43 = k_xi*x11;
  const x44 = x15*(k_si*x31 - k_si*x33 + k_xi*x41 + x35*x43 + x38*x43);
  const x45 = x27*(x37 + x39 + x40 + x42 + x44);
  const x46 = k_sw*x31 - k_sw*x33 + x17;
  const p16 = p6*x21;
  const p17 = x19*x19;
  const x47 = p16*x23*(-4*k_wp*x18*x46/p17 + 4*x20*x46);
  const p18 = p8*x16;
  const x48 = p18*x22*(4*x37 + 4*x39 + 4*x40 + 4*x42 + 4*x44);
  const p19 = x25*x25;
  const x49 = x16*(g*x24*(-x47 - x48)/p19 + x26*x47 + x26*x48);
  const p20 = x29*x29;
  return [
    x28*x30,
    x30*x45 + x30*x49 + x28*(-x45 - x49)/p20,
  ];
}


/** How each arrow's target answers to its source. */
export function slopes(y, k) {
  const stress = y[0], cortisol = y[1], tension = y[2], inflammation = y[3], sensitivity = y[4];
  const k_ls = k[1], k_qf = k[2], k_qs = k[3], k_sc = k[4], k_sm = k[6], k_qm = k[7], k_si = k[8], k_xi = k[9], rho
    = k[10], x_half = k[11], w_x = k[12], w_i = k[13], damage = k[14], k_sw = k[15], k_qw = k[16], k_wp = k[17],
    p_half = k[18], g = k[19], tau_s = k[20], tau_c = k[21], tau_m = k[22], tau_i = k[23], tau_p = k[24];
  const x0 = (1 - stress)/tau_s;
  const x1 = (1 - tension)/tau_m;
  const x2 = 1/tau_i;
  const x3 = x2*(rho*(cortisol - 1) + 1);
  const p0 = tension*tension;
  const p1 = p0*p0;
  const x4 = p1;
  const p2 = x_half*x_half;
  const p3 = p2*p2;
  const x5 = p3 + x4;
  const x6 = 1/x5;
  const x7 = x4*x6;
  const x8 = 1/tau_p;
  const x9 = g*sensitivity + 1;
  const x10 = damage + inflammation*w_i + w_x*x7;
  const x11 = x10*x9;
  const x12 = x11 + 1;
  const x13 = 1/x12;
  const x14 = k_qf*k_qw*x11*x13 + k_sw*stress;
  const x15 = x14 + 1;
  const x16 = 1/x15;
  const x17 = k_wp*x14*x16 + 1;
  const p4 = x10*x10;
  const p5 = p4*p4;
  const x18 = p5;
  const p6 = x17*x17;
  const p7 = p6*p6;
  const x19 = p7;
  const p8 = p_half*p_half;
  const p9 = p8*p8;
  const x20 = p9 + x18*x19;
  const p10 = x20*x20;
  const x21 = 4/p10;
  const x22 = 4/x20;
  const p11 = x12*x12;
  const x23 = 1/p11;
  const p12 = x15*x15;
  const x24 = x14/p12;
  const p13 = p4*x10;
  const p14 = p13*p13;
  const p15 = p14*x10;
  const p16 = p7*p7;
  const p17 = p6*x17;
  const p18 = p5*p5;
  const p19 = p17*p17;
  const p20 = p19*x17;
  const p21 = x5*x5;
  const p22 = p0*tension;
  const p23 = p22*p22;
  const p24 = p23*tension;
  return [
    k_qs*x0,
    k_ls*x0,
    k_sc/tau_c,
    k_sm*x1,
    k_qm*x1,
    x1,
    k_si*x3,
    rho*x2*(k_si*stress + k_xi*x7),
    k_xi*x3,
    x8*(p13*x19*x22 - p15*p16*x21),
    x8*(k_wp*p17*x18*x22 - k_wp*p18*p20*x21),
    4*p22*x6 - 4*p24/p21,
    w_x,
    w_i,
    1,
    -x11*x23*x9 + x13*x9,
    -g*p4*x23*x9 + g*x10*x13,
    k_qf,
    k_sw*x16 - k_sw*x24,
    k_qw*x16 - k_qw*x24,
  ];
}


/** How each state pulls on itself, 1/day. */
export function pulls(y, k) {
  const stress = y[0], tension = y[2], inflammation = y[3], sensitivity = y[4];
  const load = k[0], k_ls = k[1], k_qf = k[2], k_qs = k[3], m_rest = k[5], k_sm = k[6], k_qm = k[7], x_half = k[11],
    w_x = k[12], w_i = k[13], damage = k[14], g = k[19], tau_s = k[20], tau_c = k[21], tau_m = k[22], tau_i = k[23],
    tau_p = k[24];
  const p0 = tension*tension;
  const p1 = p0*p0;
  const x0 = p1;
  const p2 = x_half*x_half;
  const p3 = p2*p2;
  const x1 = (g*sensitivity + 1)*(damage + inflammation*w_i + w_x*x0/(p3 + x0));
  const x2 = x1/(x1 + 1);
  return [
    (-k_ls*load - k_qf*k_qs*x2 - 1)/tau_s,
    -1/tau_c,
    (-k_qm*x2 - k_sm*stress - m_rest - 1)/tau_m,
    -1/tau_i,
    -1/tau_p,
  ];
}
