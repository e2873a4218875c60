using Holdfast.Configuration;

namespace Holdfast.Tests.Configuration;

public sealed class EditDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "", 3)]
    [InlineData("Slack", "slack", 0)]
    [InlineData("Slak", "Slack", 1)]
    [InlineData("Modle", "Model", 2)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("sitting", "kitten", 3)]
    public void Counts_the_letters_to_put_in_take_out_or_change(string left, string right, int distance) => Assert.Equal(distance, EditDistance.Between(left, right));
}
