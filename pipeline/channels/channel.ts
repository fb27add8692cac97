/** Who gets an edition, and how. */
export interface Recipient {
  readonly name: string;
  readonly channel: string;
  /** What the channel needs to reach it: for `folder`, an absolute path. */
  readonly address: string;
}

/** What happened to one edition for one recipient on one channel. */
export interface Receipt {
  readonly recipient: string;
  readonly channel: string;
  readonly state: 'delivered' | 'failed';
  /** Where it lies now, or why it does not. */
  readonly detail: string;
}

/** A published edition, as channels send it: the files, and the manifest that marks it complete. */
export interface Parcel {
  /** Absolute path of the edition's folder. */
  readonly folder: string;
  /** Names the parcel at the recipient's: `internal/enforcement-actions/2020-06/edition-1`. */
  readonly name: string;
}

/** A way to hand over an edition. Sending the same parcel again changes nothing. */
export interface Channel {
  readonly id: string;
  readonly send: (parcel: Parcel, recipient: Recipient) => Promise<Receipt>;
}
