package castnet.processor.report;

/** The style sheet of all pages; follows the reader's light or dark preference. */
final class PageStyle {
    private PageStyle() {}

    /** The colours, also of a picture that is a file of its own. */
    static final String COLORS = """
            :root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --faint: #d8dee4; --quiet: #57606a;
              --c0: #c4432b; --c1: #1f6fb5; --c2: #3a8f4d; --c3: #8a5fbf; --read: #1f6fb5; --unread: #e8ebee; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0f1419; --faint: #30363d;
              --quiet: #9aa4ae; --c0: #ff8d75; --c1: #6cb6ff; --c2: #6bcb7f; --c3: #c9a5f5; --read: #6cb6ff; --unread: #22282f; } }
            """;

    static final String CSS = COLORS + """
            body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
              max-width: 1260px; margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.7rem; } h2 { font-size: 1.25rem; margin-top: 2.2rem; }
            code { font-size: .9em; color: var(--quiet); overflow-wrap: anywhere; }
            .wide { overflow-x: auto; }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums; width: 100%; }
            th, td { text-align: right; padding: .3rem .6rem; border-bottom: 1px solid var(--faint); white-space: nowrap; }
            th:first-child, thead th:nth-child(2), td:nth-child(2) { text-align: left; } tbody th { font-weight: 500; }
            thead th { color: var(--quiet); font-weight: 600; }
            .key { display: inline-block; width: .8em; height: .8em; border-radius: 2px; }
            .legend { color: var(--quiet); }
            .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(440px, 100%), 1fr)); gap: 1rem; margin-bottom: 1rem; }
            .chart { width: 100%; height: auto; }
            .chart .title { font: 600 14px system-ui, sans-serif; fill: var(--ink); }
            .chart .tick { font: 12px system-ui, sans-serif; fill: var(--quiet); }
            .chart .grid { stroke: var(--faint); stroke-width: 1; }
            .chart .line { fill: none; stroke-width: 2; } .chart .band { opacity: .15; stroke: none; }
            details { margin: .6rem 0; } summary { cursor: pointer; font-weight: 600; }
            .pictures { display: flex; flex-wrap: wrap; gap: 1.2rem; padding: .6rem 0; }
            figure { margin: 0; width: 176px; } figcaption { font-size: .8rem; color: var(--quiet); line-height: 1.35; overflow-wrap: anywhere; }
            .reads { width: 132px; height: 132px; } .unread { fill: var(--unread); } .read { fill: var(--read); }
            .zero { stroke: var(--quiet); stroke-width: .7; fill: none; opacity: .6; }
            """;
}
