import { useEffect, useState } from 'react';
import type { ClockMove } from '../page-state.ts';
import { Logo } from './avatar.tsx';
import { dateText, timeText } from './dates.ts';
import { LanguageChoice, useLanguage, useTexts } from './language.tsx';
import { moveClock } from './server.ts';

/** The name, the simulated time, and the buttons that move the clock. */
export function PageHeader({ now, moving }: { now: string; moving: ClockMove | null }) {
  const texts = useTexts();
  const language = useLanguage();
  const shown = useRunningClock(now);
  const [problem, setProblem] = useState<string | null>(null);
  const move = async (to: ClockMove) => {
    if (moving !== null) return;
    setProblem(null);
    setProblem((await moveClock(to)).problem);
  };
  return (
    <header className="page-header">
      <div className="brand">
        <Logo />
        <div>
          <h1>Polsslag</h1>
          <p>{texts.tagline}</p>
        </div>
      </div>
      <div className="clock">
        <p className="clock-time">
          <span className="hidden">{texts.simulatedTime}: </span>
          <time dateTime={shown.toISOString()} data-testid="clock-time">
            <span>{dateText(shown, language)}</span> <strong>{timeText(shown)}</strong>
          </time>
        </p>
        <div className="clock-buttons">
          <ClockButton to="next-hour" moving={moving} onMove={move} label={texts.nextHour} />
          <ClockButton to="next-day" moving={moving} onMove={move} label={texts.nextDay} />
          <ClockButton to="next-check-in" moving={moving} onMove={move} label={texts.nextCheckIn} />
          <ClockButton to="next-monday" moving={moving} onMove={move} label={texts.nextMonday} />
        </div>
        <LanguageChoice />
      </div>
      <p className={problem === null ? 'hidden' : 'clock-news'} role="status" data-testid="clock-status">
        {moving !== null ? texts.moving[moving] : problem === null ? '' : texts.problem(problem)}
      </p>
    </header>
  );
}

function ClockButton(props: {
  to: ClockMove;
  moving: ClockMove | null;
  onMove: (to: ClockMove) => void;
  label: string;
}) {
  const busy = props.moving === props.to;
  // Not `disabled`, which would take the focus away from the button while the clock moves.
  return (
    <button
      type="button"
      className="clock-button"
      data-testid={`clock-${props.to}`}
      aria-disabled={props.moving !== null}
      aria-busy={busy}
      onClick={() => props.onMove(props.to)}
    >
      {busy && <span className="spinner" aria-hidden="true" />}
      {props.label}
    </button>
  );
}

/** The simulated time, which runs on from the server's latest time. */
function useRunningClock(now: string): Date {
  const [shown, setShown] = useState(() => new Date(now));
  useEffect(() => {
    const start = Date.now();
    const tick = () => setShown(new Date(Date.parse(now) + Date.now() - start));
    tick();
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  }, [now]);
  return shown;
}
