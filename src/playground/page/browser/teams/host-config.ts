import { HostConfig } from 'adaptivecards';

const ink = { default: '#242424', subtle: '#616161' };
const accent = { default: '#5b5fc7', subtle: '#5b5fc7' };
const style = (backgroundColor: string) => ({
  backgroundColor,
  foregroundColors: {
    default: ink,
    dark: ink,
    light: { default: '#ffffff', subtle: '#f0f0f0' },
    accent,
    good: { default: '#0e700e', subtle: '#0e700e' },
    warning: { default: '#835b00', subtle: '#835b00' },
    attention: { default: '#b10e1c', subtle: '#b10e1c' },
  },
});

/** How Teams draws cards, in its light theme. */
export const hostConfig = new HostConfig({
  supportsInteractivity: true,
  fontFamily: 'inherit',
  fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
  fontWeights: { lighter: 300, default: 400, bolder: 600 },
  lineHeights: { small: 16, default: 20, medium: 20, large: 24, extraLarge: 32 },
  spacing: { small: 8, default: 12, medium: 16, large: 24, extraLarge: 32, padding: 16 },
  separator: { lineThickness: 1, lineColor: '#e0e0e0' },
  containerStyles: { default: style('#ffffff'), emphasis: style('#f5f5f5') },
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
