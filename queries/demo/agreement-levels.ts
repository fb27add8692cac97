import type { IsoDate } from '../../pipeline/period.ts';
import type { AgreementModel } from '../codelists.ts';

/** How many agreements were in force at the end of one day. The models that are left out are as on the day before it. */
export type AgreementLevels = {
  readonly asOf: IsoDate;
  /**
   * Agreements less agencies: how many are held by an agency beside another of its agreements; absent: none. Met for the
   * seed that we ship; with another, an agency too many may remain where the states leave no choice of what ends.
   */
  readonly beside?: number;
} & {
  /** State and number, `AL1 AZ5`; empty: none in force. */
  readonly [model in AgreementModel]?: string;
};

/**
 * The register of the synthetic data, in order of day; nothing was in force before 2006. Totals by model follow published
 * counts: the rosters of 2010 to 2012, 36 agreements in January 2017 and 76 in March 2018, the releases of July, August
 * and November 2020, and the agency's lists since 2021 (`domain.md` §1.2, §5, §8.1), since January 2021 by state as well.
 * Where no count by state is published, the states are ours.
 */
export const agreementLevels: readonly AgreementLevels[] = [
  {
    asOf: '2007-12-31',
    JEM: 'AZ2 CA4 GA1 MA1 NC3 TN1',
    TFO: 'AL1 AZ2 CO1 FL2 VA2',
    JOINT: 'AZ1 NC1 VA1',
  },
  {
    asOf: '2009-10-01',
    JEM: 'AR1 AZ2 CA4 FL1 GA3 MA2 MD1 NC5 OH1 OK1 SC2 TN1 TX2 VA2',
    TFO: 'AL1 AZ4 CO1 CT1 FL3 GA1 MN1 MO1 NC1 NH1 NJ1 RI1 TN1 UT1 VA5',
    JOINT: 'AR2 AZ3 CO1 NC2 VA4',
  },
  {
    asOf: '2010-08-31',
    JEM: 'AL1 AR1 AZ2 CA4 FL1 GA3 MA2 MD1 NC5 NJ1 NV1 OH1 OK1 SC3 TN1 TX2 VA2',
    TFO: 'AL1 AZ5 CO1 CT1 FL3 GA1 MN1 MO1 NC1 NH1 NJ1 RI1 TN1 UT1 VA6',
    JOINT: 'AR2 AZ4 CO1 NC2 VA4',
  },
  {
    asOf: '2011-06-30',
    JEM: 'AL1 AR1 AZ3 CA4 FL1 GA3 MA2 MD1 NC5 NJ1 NV1 OH1 OK1 SC3 TN1 TX2 VA3',
    TFO: 'AL1 AZ3 CO1 CT1 FL3 GA1 MN1 MO1 NH1 RI1 TN1 UT1 VA4',
    JOINT: 'AR2 AZ4 CO1 NC3 VA5',
  },
  {
    asOf: '2012-08-31',
    JEM: 'AL1 AR2 AZ3 CA4 FL1 GA3 MA2 MD1 NC5 NJ1 NV1 OH1 OK1 SC3 TN1 TX2 VA3',
    JOINT: 'AR2 AZ3 CO1 NC1 VA2',
  },
  { asOf: '2012-12-31' },
  // The task force models ended with the last day of 2012.
  {
    asOf: '2013-01-01',
    JEM: 'AL1 AR2 AZ4 CA4 FL1 GA3 MA2 MD1 NC5 NJ1 NV1 OH1 OK1 SC3 TN1 TX2 VA3',
    TFO: '',
    JOINT: '',
  },
  { asOf: '2014-12-31', JEM: 'AL1 AR2 AZ4 CA3 FL1 GA3 MA2 MD1 NC5 NJ1 NV1 OH1 OK1 SC3 TN1 TX2 VA3' },
  { asOf: '2015-12-31', JEM: 'AL1 AR2 AZ4 CA1 FL1 GA3 MA2 MD1 NC5 NJ1 NV1 OH1 OK1 SC3 TN1 TX2 VA2' },
  { asOf: '2016-09-30', JEM: 'AL1 AR3 AZ4 FL1 GA4 MA3 MD1 NC5 NJ1 NV1 OH1 OK1 SC3 TN1 TX3 VA1' },
  { asOf: '2017-01-31', JEM: 'AL1 AR3 AZ4 FL1 GA4 LA1 MA3 MD1 NC5 NJ1 NV1 OH1 OK1 SC3 TN1 TX4 VA1' },
  { asOf: '2018-03-31', JEM: 'AL1 AR4 AZ5 CO1 FL5 GA6 LA2 MA4 MD3 NC6 NE1 NJ3 NV2 NY1 OH1 OK3 SC4 TN2 TX21 VA1' },
  { asOf: '2018-12-31', JEM: 'AL1 AR4 AZ5 CO1 FL5 GA6 LA2 MA4 MD3 NC6 NE1 NJ3 NV2 NY1 OH1 OK3 SC4 TN2 TX23 VA1' },
  {
    asOf: '2019-09-30',
    JEM: 'AL1 AR4 AZ5 CO1 FL5 GA6 LA2 MA4 MD3 NC5 NE1 NJ3 NV2 NY1 OH1 OK3 SC4 TN2 TX23 VA1 WI1',
    WSO: 'FL14 NC3 TX1 WI2',
  },
  {
    asOf: '2020-05-31',
    JEM: 'AL1 AR3 AZ5 CO1 FL5 GA6 LA2 MA4 MD3 NC4 NE1 NJ3 NV2 NY1 OH1 OK3 SC4 TN2 TX22 VA1 WI1',
    WSO: 'AK2 AZ1 FL35 GA1 ID2 MT1 NC10 TX3 WI5',
  },
  {
    asOf: '2020-06-30',
    JEM: 'AL1 AR3 AZ5 CO1 FL5 GA5 LA2 MA4 MD3 NC4 NE1 NJ3 NV2 NY1 OH1 OK3 SC4 TN2 TX22 VA1 WI1',
    WSO: 'AK2 AZ1 FL38 GA1 ID2 MT2 NC11 TX3 WI5',
  },
  { asOf: '2020-07-31' },
  {
    asOf: '2020-08-31',
    beside: 2,
    JEM: 'AL1 AR3 AZ5 CO1 FL6 GA5 LA2 MA4 MD3 NC4 NE1 NJ3 NV2 NY1 OH1 OK3 SC4 TN2 TX24 VA1 WI1',
    WSO: 'AK2 AZ1 FL41 GA1 ID2 KS2 MT2 NC12 TX3 WI6 WY1',
  },
  { asOf: '2020-11-30', beside: 3, WSO: 'AK2 AZ1 FL42 GA1 ID2 KS2 MT2 NC12 TX3 WI7 WY1' },
  {
    asOf: '2021-01-13',
    beside: 3,
    JEM: 'AL1 AR3 AZ5 CO1 FL6 GA5 LA2 MA4 MD3 NC4 NE1 NJ2 NV2 NY1 OH1 OK3 SC3 TN2 TX23 VA1 WI1',
    WSO: 'AK2 AZ1 FL43 GA1 ID2 KS2 MT2 NC12 TX3 WI7 WY1',
  },
  {
    asOf: '2022-01-04',
    beside: 3,
    JEM: 'AL1 AR2 AZ5 CO1 FL6 GA5 MA3 MD3 NC3 NE1 NV1 NY1 OH1 OK3 SC3 TN2 TX23 VA1 WI1',
  },
  {
    asOf: '2025-01-04',
    beside: 2,
    JEM: 'AL1 AR2 AZ5 CO1 FL5 GA5 MA1 MD3 NC3 NE1 NY1 OK3 SC3 TN2 TX23 WI1',
    WSO: 'AK2 AZ1 FL43 GA1 ID2 KS2 MT2 NC12 TX3 WI6 WY1',
  },
  {
    asOf: '2025-04-01',
    beside: 97,
    JEM: 'AL3 AR2 AZ5 CO1 FL6 GA8 IN1 KY3 LA2 MA1 MD3 MN1 MO1 NC3 NE1 NY1 OH1 OK4 SC3 TN4 TX28 UT1 VA1 WI1 WY1',
    WSO: 'AK2 AL2 AZ1 FL65 GA8 ID3 IN2 KS6 KY3 MA1 MD4 MI1 MN2 MO1 MT2 NC16 ND1 NV2 NY2 OH2 OK2 PA2 SC4 SD2 TX24 VA1 WI9 WY2',
    TFM: 'AL1 FL123 GA1 IA1 ID1 KS1 KY2 MN3 MO1 MS1 MT1 ND3 NH7 NY1 OH2 OK4 PA1 SC1 TX11 UT1 VA2',
  },
  {
    asOf: '2025-09-03',
    beside: 159,
    JEM: 'AL10 AR3 AZ5 CO1 FL8 GA11 ID1 IN2 KY4 LA3 MA1 MD3 MO3 MS3 NC3 NE2 NV1 NY1 OH1 OK4 SC3 SD1 TN9 TX36 UT2 VA3 WI1 WY2',
    WSO: 'AK2 AL9 AR9 AZ3 FL65 GA17 ID6 IN4 KS13 KY4 LA5 MD5 MI3 MN4 MO2 MS3 MT2 NC19 ND2 NE1 NM1 NV4 NY5 OH4 OK7 PA3 SC15 SD3 TN15 TX92 UT7 VA5 WI13 WV1 WY4',
    TFM: 'AL6 AR8 AZ1 FL251 GA4 IA1 ID2 IN4 KS2 KY8 LA10 ME1 MI3 MN4 MO4 MS2 MT2 ND6 NE4 NH12 NY4 OH4 OK8 PA33 SC13 SD2 TN3 TX32 UT5 VA23 WV7 WY4',
  },
  {
    asOf: '2025-09-30',
    beside: 177,
    JEM: 'AL12 AR4 AZ5 CO1 FL8 GA11 ID1 IN2 KY5 LA3 MA1 MD3 MO3 MS3 NC3 NE2 NV1 NY1 OH1 OK4 SC3 SD1 TN9 TX38 UT2 VA2 WI2 WY2',
    WSO: 'AK2 AL10 AR11 AZ4 FL65 GA18 ID6 IN5 KS14 KY5 LA5 MD5 MI3 MN4 MO3 MS3 MT2 NC19 ND2 NE1 NM1 NV4 NY5 OH4 OK7 PA3 SC15 SD3 TN18 TX104 UT7 VA5 WI13 WV1 WY4',
    TFM: 'AL8 AR11 AZ1 FL254 GA5 GU1 IA1 ID2 IN7 KS2 KY10 LA11 ME1 MI4 MN4 MO6 MS3 MT2 NC2 ND6 NE5 NH12 NY4 OH4 OK10 PA36 SC14 SD2 TN7 TX43 UT5 VA24 WI1 WV9 WY4',
  },
];
