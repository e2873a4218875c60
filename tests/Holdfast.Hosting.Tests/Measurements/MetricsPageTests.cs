using System.Text.RegularExpressions;
using Holdfast.Tests.Repository;

namespace Holdfast.Hosting.Tests.Measurements;

/// <summary>The page that lists all metrics is held to the code, and dashboard and alerts to the page.</summary>
[Trait("Req", "XP-6")]
public sealed partial class MetricsPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Sources.Root, "docs", "metrics.md"));

    /// <summary>What the page names besides: labels, and what .NET and Npgsql measure.</summary>
    private static readonly string[] Foreign = ["gen_ai_request_model", "gen_ai_operation_name", "gen_ai_token_type", "dotnet_process_memory_working_set_bytes", "db_client_connection_count"];

    /// <summary>What a failure writes is what has to stand there.</summary>
    [Fact]
    public void The_page_lists_every_instrument_and_no_other()
    {
        var rows = Directory.EnumerateFiles(Path.Combine(Sources.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("Holdfast.Simulator", StringComparison.Ordinal))
            .SelectMany(file => Instrument().Matches(File.ReadAllText(file)))
            .Select(RowOf).Order(StringComparer.Ordinal).ToList();
        Assert.True(rows.Count > 40);
        var listed = Page.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal) && line.Contains("` | `", StringComparison.Ordinal)).ToList();
        if (!rows.SequenceEqual(listed))
            TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', rows));
        Assert.Equal(rows, listed);
    }

    [Theory]
    [InlineData("deploy/grafana/holdfast.json")]
    [InlineData("deploy/prometheus/alerts.yml")]
    public void What_is_drawn_and_alerted_of_is_measured(string file)
    {
        var used = Used().Matches(File.ReadAllText(Path.Combine(Sources.Root, file))).Select(name => name.Value).Distinct().ToList();
        var known = Prometheus().Matches(Page).Select(name => name.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(used);
        Assert.DoesNotContain(used, name => !known.Contains(name) && !known.Contains(Suffix().Replace(name, "")) && !Foreign.Contains(name));
    }

    private static string RowOf(Match found)
    {
        var (name, unit, kind) = (found.Groups["name"].Value, found.Groups["unit"].Value.Trim('"'), found.Groups["kind"].Value);
        var shown = name.Replace('.', '_') + (unit == "s" ? "_seconds" : "") + (kind == "CreateCounter" ? "_total" : "");
        var word = kind switch { "CreateCounter" => "counter", "CreateHistogram" => "histogram", _ => "gauge" };
        return $"| `{name}` | `{shown}` | {word} | {found.Groups["text"].Value} |";
    }

    [GeneratedRegex("""(?<kind>CreateCounter|CreateHistogram|CreateUpDownCounter|Gauge|PerQueue)(<\w+>)?\(\s*"(?<name>[a-z_.]+)",\s*(\(\)\s*=>\s*\w+,\s*)?(?<unit>"[^"]*"|null),\s*"(?<text>[^"]+)" """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace, 5_000)]
    private static partial Regex Instrument();

    [GeneratedRegex(@"\b(holdfast|gen_ai|dotnet|db_client)_[a-z_]+\b", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Used();

    [GeneratedRegex(@"\| `(?<name>[a-z_]+)` \|", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Prometheus();

    [GeneratedRegex("_(bucket|sum|count)$", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Suffix();
}
