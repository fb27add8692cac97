import fc from 'fast-check';

// The suite that guards every change draws the same examples each time, so that what fails was made by the change. The long one
// draws others in every run, and tells the seed of what fails.
if (process.env.REPORT287_LONG === undefined) fc.configureGlobal({ seed: 287 });
