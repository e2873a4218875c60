using System.Globalization;
using Serilog.Core;
using Serilog.Events;

namespace Holdfast.Hosting.Logs;

/// <summary>
/// Says the same warning once a second at most, and with the next one how often it was left out: a Redis that is away at the start said the same line four times a
/// second until the server gave up.
/// </summary>
internal sealed class Repetitions : ILogEventFilter
{
    /// <summary>How many were left out since it was last said.</summary>
    public const string Property = "LeftOut";

    private const int Most = 256;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, (DateTimeOffset SaidAt, int LeftOut)> _said = new(StringComparer.Ordinal);

    public bool IsEnabled(LogEvent logEvent)
    {
        if (logEvent.Level < LogEventLevel.Warning)
            return true;
        var text = logEvent.RenderMessage(CultureInfo.InvariantCulture);
        lock (_said)
        {
            if (_said.TryGetValue(text, out var last) && (logEvent.Timestamp - last.SaidAt).Duration() < Interval)
            {
                _said[text] = last with { LeftOut = last.LeftOut + 1 };
                return false;
            }

            if (_said.Count >= Most)
                _said.Clear();
            _said[text] = (logEvent.Timestamp, 0);
            if (last.LeftOut > 0)
                logEvent.AddOrUpdateProperty(new LogEventProperty(Property, new ScalarValue(last.LeftOut)));
        }

        return true;
    }
}
