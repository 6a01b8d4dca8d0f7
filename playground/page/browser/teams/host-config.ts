import { HostConfig } from 'adaptivecards';

interface Theme {
  readonly ground: string;
  readonly emphasis: string;
  readonly line: string;
  readonly ink: string;
  readonly subtle: string;
  readonly accent: string;
  readonly good: string;
  readonly warning: string;
  readonly attention: string;
}

const light: Theme = {
  ground: '#ffffff',
  emphasis: '#f5f5f5',
  line: '#e0e0e0',
  ink: '#242424',
  subtle: '#616161',
  accent: '#5b5fc7',
  good: '#0e700e',
  warning: '#835b00',
  attention: '#b10e1c',
};

const dark: Theme = {
  ground: '#292929',
  emphasis: '#1f1f1f',
  line: '#4d4d4d',
  ink: '#ffffff',
  subtle: '#c7c7c7',
  accent: '#9299f7',
  good: '#92c353',
  warning: '#f8d22a',
  attention: '#f1707b',
};

const both = (colour: string) => ({ default: colour, subtle: colour });

const style = (backgroundColor: string, theme: Theme) => ({
  backgroundColor,
  foregroundColors: {
    default: { default: theme.ink, subtle: theme.subtle },
    dark: { default: theme.ink, subtle: theme.subtle },
    light: { default: '#ffffff', subtle: '#f0f0f0' },
    accent: both(theme.accent),
    good: both(theme.good),
    warning: both(theme.warning),
    attention: both(theme.attention),
  },
});

const hostConfig = (theme: Theme) =>
  new HostConfig({
    supportsInteractivity: true,
    fontFamily: 'inherit',
    fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 300, default: 400, bolder: 600 },
    lineHeights: { small: 16, default: 20, medium: 20, large: 24, extraLarge: 32 },
    spacing: { small: 8, default: 12, medium: 16, large: 24, extraLarge: 32, padding: 16 },
    separator: { lineThickness: 1, lineColor: theme.line },
    containerStyles: { default: style(theme.ground, theme), emphasis: style(theme.emphasis, theme) },
    actions: {
      maxActions: 6,
      spacing: 'default',
      buttonSpacing: 8,
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
      showCard: { actionMode: 'inline', inlineTopMargin: 16, style: 'emphasis' },
    },
    inputs: {
      label: {
        inputSpacing: 'small',
        requiredInputs: { weight: 'bolder', suffix: ' *', suffixColor: 'attention' },
        optionalInputs: { weight: 'bolder' },
      },
      errorMessage: { size: 'small', color: 'attention', spacing: 'small' },
    },
    factSet: {
      title: { weight: 'bolder', wrap: true, maxWidth: 150 },
      value: { wrap: true },
      spacing: 12,
    },
    textStyles: { heading: { size: 'large', weight: 'bolder' } },
    textBlock: { headingLevel: 3 },
  });

/** The settings with which Teams draws cards, for its light and its dark theme. */
export const hostConfigs = { light: hostConfig(light), dark: hostConfig(dark) };
