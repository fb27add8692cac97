// Puppeteer must not download a browser while it is installed: many machines of our users have no internet.
// Which browser is used is decided by `pipeline/formats/pdf/find-browser.ts`.
module.exports = { skipDownload: true };
