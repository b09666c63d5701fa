// Tipping points: where an ending is born or lost as one number changes.
export const tipping = () => ({ branches: [], folds: [] });
