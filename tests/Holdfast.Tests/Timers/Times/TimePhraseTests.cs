namespace Holdfast.Tests.Timers.Times;

[Trait("Req", "TM-7")]
public sealed class TimePhraseTests
{
    public static TheoryData<int> Lines() => [.. Enumerable.Range(0, TimePhrase.All.Count)];

    [Theory]
    [MemberData(nameof(Lines))]
    public void What_people_type_is_read_whole_or_refused(int line)
    {
        var phrase = TimePhrase.All[line];
        var verdict = phrase.Judge();
        Assert.True(verdict.Outcome == PhraseOutcome.Right, $"{phrase}: {verdict.Outcome}, {verdict.Came}");
    }

    [Fact]
    public void The_table_is_large_and_has_no_line_twice()
    {
        Assert.True(TimePhrase.All.Count > 700);
        Assert.Equal(TimePhrase.All.Count, TimePhrase.All.Select(phrase => (phrase.Text, phrase.Now, phrase.IsAlone)).Distinct().Count());
    }
}
