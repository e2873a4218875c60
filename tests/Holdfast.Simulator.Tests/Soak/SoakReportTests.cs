using System.Text.Json;
using System.Xml.Linq;
using Holdfast.LoadRun.Soak.Report;

namespace Holdfast.Simulator.Tests.Soak;

/// <summary>What a soak is judged by, and how it is drawn. The soak itself is run by <c>./test.sh --long</c>.</summary>
[Trait("Req", "RS-20")]
public sealed class SoakReportTests
{
    private const long Megabyte = 1_000_000;

    [Fact]
    public void What_was_borne_passes_and_every_rule_says_what_was_found()
    {
        var verdict = SoakVerdict.Of(Borne());
        Assert.All(verdict.Rules, rule => Assert.True(rule.Holds, $"{rule.Rule}: {rule.Found}"));
        Assert.All(verdict.Rules, rule => Assert.NotEmpty(rule.Found));
        Assert.Equal("VERDICT: passed", SoakSummary.Of(Borne()).Last());
    }

    public static TheoryData<string> Rules() => [.. Failing.Keys];

    [Theory, MemberData(nameof(Rules))]
    public void Each_rule_fails_by_itself(string rule)
    {
        var record = Failing[rule](Borne());
        Assert.Equal([rule], SoakVerdict.Of(record).Rules.Where(one => !one.Holds).Select(one => one.Rule));
        Assert.Equal("VERDICT: failed", SoakSummary.Of(record).Last());
        Assert.Contains("VERDICT: failed", Texts(SoakPicture.Draw(record)));
    }

    [Fact]
    public void Every_rule_has_been_seen_to_fail() =>
        Assert.Equal(SoakVerdict.Of(Borne()).Rules.Select(rule => rule.Rule).Order(), Failing.Keys.Order());

    [Fact]
    public void A_process_that_warms_up_and_then_breathes_has_not_grown()
    {
        var warming = Borne() with { Samples = Samples(second => (second < 60 ? 60 + 2 * second : 180 + (second % 10 < 5 ? 15 : 0)) * Megabyte) };
        Assert.True(SoakVerdict.Of(warming).Holds);
    }

    [Fact]
    public void It_is_judged_by_the_longest_life()
    {
        var growing = Enumerable.Range(0, 30).Select(second => Sample(second, life: 1, resident: (100 + 10 * second) * Megabyte));
        Assert.True(SoakVerdict.Of(Borne() with { Samples = [.. growing, .. Samples(_ => 200 * Megabyte, begins: 30)] }).Holds);
    }

    [Fact]
    public void A_soak_in_which_nothing_was_asked_or_seen_has_shown_nothing()
    {
        var empty = Borne() with { Samples = [], Asked = [], Answers = [], Marks = [] };
        Assert.False(SoakVerdict.Of(empty).Holds);
        Assert.Contains("VERDICT: failed", Texts(SoakPicture.Draw(empty)));
    }

    [Fact]
    public void The_picture_is_well_formed_and_shows_figures_disturbances_and_verdict()
    {
        var svg = SoakPicture.Draw(Borne() with { Health = "degraded: 5 < 6 & \"more\"" });
        var texts = Texts(svg);
        Assert.Contains("Soak of Holdfast 1.2.3: 5 minutes on 2026-11-30, seed 7", texts);
        Assert.Contains("degraded: 5 < 6 & \"more\"", texts);
        Assert.Equal(7, texts.Count(text => text.EndsWith(", MB", StringComparison.Ordinal) || text.EndsWith(", count", StringComparison.Ordinal) || text.EndsWith("a second", StringComparison.Ordinal) || text.EndsWith(", seconds", StringComparison.Ordinal)));
        Assert.Contains("the model answers 500", texts);
        Assert.Contains("4:30", texts);
        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", svg, StringComparison.Ordinal);

        // Nothing lies outside of it, and a process that was dead is a gap in its curves.
        var root = XDocument.Parse(svg).Root!;
        var (width, height) = ((double)root.Attribute("width")!, (double)root.Attribute("height")!);
        var points = root.Descendants().Where(element => element.Name.LocalName == "polyline")
            .Select(line => line.Attribute("points")!.Value.Split(' ').Select(point => point.Split(',')).ToList()).ToList();
        Assert.All(points.SelectMany(line => line), point =>
        {
            Assert.InRange(double.Parse(point[0]), 0, width);
            Assert.InRange(double.Parse(point[1]), 0, height);
        });
        Assert.Equal(3 + 2 * 6, points.Count);
    }

    [Fact]
    public void The_figures_can_be_kept_and_drawn_again()
    {
        var kept = JsonSerializer.Deserialize<SoakRecord>(JsonSerializer.Serialize(Borne()))!;
        Assert.Equal(SoakPicture.Draw(Borne()), SoakPicture.Draw(kept));
    }

    private static readonly Dictionary<string, Func<SoakRecord, SoakRecord>> Failing = new(StringComparer.Ordinal)
    {
        ["questions lost: 0"] = record => record with { Lost = ["mention: answer-3"] },
        ["questions answered twice: 0"] = record => record with { Doubled = ["mention: answer-3"] },
        ["dead letters: 0"] = record => record with { DeadLetters = 1 },
        ["the store is whole"] = record => record with { Store = "Page 5: never used" },
        ["health at the end is ok"] = record => record with { Health = "degraded: the backlog is full" },
        ["it never ends by itself"] = record => record with { EndedByItself = 1 },
        ["SIGTERM ends it with 0"] = record => record with { ExitCode = 137 },
        ["memory grows by 10 % at most"] = record => record with { Samples = Samples(second => (200 + second / 2) * Megabyte) },
        ["handles grow by 64 at most"] = record => record with { Samples = [.. record.Samples.Select(sample => sample with { Handles = 200 + (int)sample.At.TotalSeconds })] },
        ["threads grow by 6 at most"] = record => record with { Samples = [.. record.Samples.Select(sample => sample with { Threads = 20 + (int)sample.At.TotalSeconds / 10 })] },
        ["the log stays within 21 MB"] = record => record with { Samples = [.. record.Samples.Select(sample => sample with { Logs = 30 * Megabyte })] },
        ["the WAL stays within 16 MB"] = record => record with { Samples = [.. record.Samples.Select(sample => sample with { Wal = 300 * Megabyte })] },
    };

    /// <summary>Two lives, of which the second is long.</summary>
    private static SoakRecord Borne() => new()
    {
        Version = "Holdfast 1.2.3", Began = new DateTimeOffset(2026, 11, 30, 9, 0, 0, TimeSpan.Zero), Lasted = TimeSpan.FromMinutes(5), Seed = 7, Cores = 2,
        Samples = [.. Enumerable.Range(0, 30).Select(second => Sample(second, life: 1, resident: 150 * Megabyte)), .. Samples(_ => 200 * Megabyte, begins: 33)],
        Marks =
        [
            new SoakMark(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(2), Disturbance.Kill, "kill -9"),
            new SoakMark(TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(6), Disturbance.ModelFault, "the model answers 500"),
        ],
        Answers = [.. Enumerable.Range(0, 300).Select(second => new SoakAnswer(TimeSpan.FromSeconds(second), TimeSpan.FromMilliseconds(100 + second)))],
        Asked = [new SoakCount("mention", 290), new SoakCount("ring", 10)],
        Lost = [], Doubled = [], Retried = 2, Untaken = 1, DeliveredAgain = 100, DeadLetters = 0, Health = "ok", Store = "ok", EndedByItself = 0, ExitCode = 0,
    };

    private static IReadOnlyList<SoakSample> Samples(Func<int, long> resident, int begins = 0) =>
        [.. Enumerable.Range(begins, 300 - begins).Select(second => Sample(second, life: 2, resident(second)))];

    private static SoakSample Sample(int second, int life, long resident) => new(
        TimeSpan.FromSeconds(second), life, resident, Handles: 250, Threads: 22, Store: (4 + second / 60) * Megabyte, Wal: 4 * Megabyte, Logs: second * 10_000);

    private static List<string> Texts(string svg) =>
        [.. XDocument.Parse(svg).Descendants().Where(element => element.Name.LocalName is "text" or "title").Select(element => element.Value)];
}
