using Holdfast.Text;

namespace Holdfast.Tests.Commands;

public sealed class NamesTests
{
    [Theory]
    [InlineData("T1/C1/1700000000.000100", "<#C1>")]
    [InlineData("T1/G1", "<#G1>")]
    [InlineData("T1/D1", "a direct message")]
    [InlineData("T1/D1/1700000000.000100", "a direct message")]
    [InlineData("nonsense", "")]
    [Trait("Req", "TM-1")]
    public void A_direct_message_is_not_shown_as_a_channel_that_Slack_cannot_name(string conversation, string shown) =>
        Assert.Equal(shown, Names.Channel(conversation));
}
