/** One file of a parcel. */
export interface ParcelFile {
  /** Relative to the parcel, with `/`. */
  readonly path: string;
  /** Absolute path on this machine. */
  readonly source: string;
  /** Bytes. */
  readonly size: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** What one recipient gets of one edition: the files of the scopes that it may have, and nothing else. */
export interface Parcel {
  /**
   * The same for the same edition, recipient and channel, whenever it is sent: what makes a second one harmless. A mail's
   * Message-ID is made of it.
   */
  readonly key: string;
  /**
   * Names the parcel at the recipient's, with `/` and never with `..`: `internal/enforcement-actions/2020-06/edition-1/ATL`.
   * A mail's links to its files are made of it too.
   */
  readonly name: string;
  /** What it is, for a subject line: `287(g) Enforcement Actions, June 2020: Atlanta Field Office (edition 1)`. */
  readonly title: string;
  /** What a reader is told, a paragraph each: what it is, of which day, what it changes. */
  readonly message: readonly string[];
  /** In order; the last is the manifest of the parcel, which marks that all others are there. */
  readonly files: readonly ParcelFile[];
}

/** Who gets parcels, and how. */
export interface Recipient {
  /** Names it for ever: `atlanta`. */
  readonly id: string;
  readonly name: string;
  readonly channel: ChannelId;
  /** What the channel needs to reach it: a folder, a mail address, a path on an SFTP server, a bucket with a prefix. */
  readonly address: string;
  /** What the channel is told beside its settings, by name; checked by the channel. */
  readonly options: Readonly<Record<string, string>>;
}

export type ChannelId = 'folder' | 'smtp' | 'sftp' | 's3';

/**
 * What happened to one parcel. `delivered`: the other side said so. `failed`: nothing complete lies there, and sending again
 * is safe. `unknown`: the connection was lost after sending, so that a person, or a stated policy, decides.
 */
export interface Receipt {
  /** The recipient's id. */
  readonly recipient: string;
  readonly channel: ChannelId;
  readonly state: 'delivered' | 'failed' | 'unknown';
  /** Where it lies now, or why it does not: for the operator, without secrets. */
  readonly detail: string;
  /** What the other side named it: a message's id, a folder, an object; null: nothing was named. */
  readonly reference: string | null;
}

/** Whether a channel can be reached, for `report287 doctor`. */
export interface Probe {
  readonly reachable: boolean;
  readonly detail: string;
  /** What to do where it cannot be reached. */
  readonly remedy: string | null;
}

/** Settings of a channel, parsed from the environment; secrets are never printed. */
export interface ChannelSettings {
  readonly smtp?: {
    readonly host: string;
    readonly port: number;
    /** TLS from the first byte; else STARTTLS is asked for, and required unless `allowPlain`. */
    readonly secure: boolean;
    readonly allowPlain: boolean;
    readonly user?: string;
    readonly password?: string;
    readonly from: string;
    /** PEM of the authority that signed the server's certificate, where the system does not know it. */
    readonly authority?: string;
    /** Bytes of a whole message; one that would be larger carries links instead of attachments. */
    readonly sizeLimit: number;
    /** Where published editions can be fetched by people: a link is this, `/`, the parcel's name, `/` and the file's path. */
    readonly linkBase?: string;
  };
  readonly sftp?: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly password?: string;
    /** PEM or OpenSSH text of the private key. */
    readonly privateKey?: string;
    /** SHA-256 of the host key, base64 without padding, as `ssh-keygen -lf` prints it after `SHA256:`. */
    readonly hostKey: string;
  };
  readonly s3?: {
    readonly region: string;
    /** Other than the provider's own. */
    readonly endpoint?: string;
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly forcePathStyle: boolean;
  };
  /** Milliseconds without a sign of life after which a connection is given up. */
  readonly patience: number;
}

/** A way to hand over a parcel. Sending the same parcel again changes nothing, or is harmless by its key. */
export interface Channel {
  readonly id: ChannelId;
  /** What is wrong with an address or its options; none: an empty list. */
  readonly faultsOf: (recipient: Pick<Recipient, 'address' | 'options'>) => readonly string[];
  /** Never throws: what goes wrong is a receipt. */
  readonly send: (parcel: Parcel, recipient: Recipient, settings: ChannelSettings) => Promise<Receipt>;
  readonly probe: (settings: ChannelSettings) => Promise<Probe>;
}
