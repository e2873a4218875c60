using System.Text;
using Holdfast.Slack;
using Holdfast.ViewFlow;

namespace Holdfast.Tests.ViewFlow;

[Trait("Req", "SE-5")]
public sealed class FlowStateTests
{
    private static readonly TeamId Team = new("T1");
    private static readonly UserId Viewer = new("U1");
    private static readonly FlowState State = new(Sample.Id, After: 40, Step: 57, Part: 3);

    private readonly FlowState.Signer _signer = FlowState.Signer.FromSecret("xoxb-1");

    [Fact]
    public void What_was_written_is_read_by_every_worker()
    {
        var text = _signer.Write(State, Team, Viewer);
        Assert.InRange(text.Length, 1, 199);
        Assert.All(text, c => Assert.True(char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'));
        Assert.Equal(State, FlowState.Signer.FromSecret("xoxb-1").Read(text, Team, Viewer));
    }

    [Fact]
    public void Another_viewer_workspace_or_secret_reads_nothing()
    {
        var text = _signer.Write(State, Team, Viewer);
        Assert.Null(_signer.Read(text, Team, new UserId("U2")));
        Assert.Null(_signer.Read(text, new TeamId("T2"), Viewer));
        Assert.Null(_signer.Read(text, default, default));
        Assert.Null(FlowState.Signer.FromSecret("xoxb-2").Read(text, Team, Viewer));
    }

    [Fact]
    public void Ids_that_read_alike_when_joined_are_told_apart() =>
        Assert.Null(_signer.Read(_signer.Write(State, new TeamId("T1U"), new UserId("1")), new TeamId("T1"), new UserId("U1")));

    [Fact]
    public void A_change_anywhere_is_noticed()
    {
        var text = _signer.Write(State, Team, Viewer);
        for (var at = 0; at < text.Length; at++)
        {
            foreach (var c in "A_z.9 \n=\0")
            {
                if (text[at] == c)
                    continue;
                var changed = new StringBuilder(text) { [at] = c }.ToString();
                Assert.Null(_signer.Read(changed, Team, Viewer));
            }

            Assert.Null(_signer.Read(text[..at], Team, Viewer));
            Assert.Null(_signer.Read(text.Insert(at, " "), Team, Viewer));
            Assert.Null(_signer.Read(text.Remove(at, 1), Team, Viewer));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("f1.")]
    [InlineData("f1.ÄÖÜ")]
    [InlineData("{\"run\":\"1\"}")]
    [InlineData("f1.////////////////////////////////////////////////////////////////////////////////")]
    [InlineData("f1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("f1.                                                                                ")]
    public void Anything_else_is_no_state(string? text) => Assert.Null(_signer.Read(text, Team, Viewer));

    [Fact]
    public void A_huge_text_is_no_state()
    {
        Assert.Null(_signer.Read(new string('A', 10_000_000), Team, Viewer));
        Assert.Null(_signer.Read(_signer.Write(State, Team, Viewer) + new string(' ', 3_000), Team, Viewer));
    }

    [Fact]
    public void A_short_key_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new FlowState.Signer(new byte[31]));
}
