using System.Globalization;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Display;

namespace Holdfast.Hosting.Logs;

/// <summary>The parts of a line of text.</summary>
internal static class LineText
{
    private static readonly MessageTemplateTextFormatter Words = new("{Message:l}", CultureInfo.InvariantCulture);

    /// <summary>What it says, and why: in one line, whatever is quoted in it.</summary>
    public static string Of(LogEvent logged)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        Words.Format(logged, text);
        if (ScalarOf(logged, SafeFormatter.Cause) is { } cause)
            text.Write($": {cause}");
        if (ScalarOf(logged, Repetitions.Property) is { } more)
            text.Write($" ({more} more like it were left out)");
        return InOneLine(text.ToString());
    }

    /// <summary>A text without its line ends.</summary>
    public static string InOneLine(string text) => text.ReplaceLineEndings(" ");

    /// <summary>Who says it.</summary>
    public static string CategoryOf(LogEvent logged) => ScalarOf(logged, Constants.SourceContextPropertyName) ?? "";

    /// <summary>The event's number, 0 for none.</summary>
    public static int EventIdOf(LogEvent logged) =>
        logged.Properties.GetValueOrDefault("EventId") is StructureValue id && id.Properties.FirstOrDefault(property => property.Name == "Id")?.Value is ScalarValue { Value: int number } ? number : 0;

    private static string? ScalarOf(LogEvent logged, string name) =>
        logged.Properties.GetValueOrDefault(name) is ScalarValue { Value: { } value } ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;
}
