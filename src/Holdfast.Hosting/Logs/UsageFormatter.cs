using System.Globalization;
using System.Text.Json;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Json;

namespace Holdfast.Hosting.Logs;

/// <summary>A line of JSON with what there is to say of one call of a model, and nothing of the log's own.</summary>
internal sealed class UsageFormatter : ITextFormatter
{
    private static readonly JsonValueFormatter Values = new();

    public void Format(LogEvent logEvent, TextWriter output)
    {
        output.Write(string.Create(CultureInfo.InvariantCulture, $$"""{"at":"{{logEvent.Timestamp.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}}" """).TrimEnd());
        foreach (var (name, value) in logEvent.Properties.Where(property => property.Key is not ("EventId" or Constants.SourceContextPropertyName)))
        {
            output.Write($",\"{JsonNamingPolicy.SnakeCaseLower.ConvertName(name)}\":");
            Values.Format(value, output);
        }

        output.Write("}\n");
    }
}
