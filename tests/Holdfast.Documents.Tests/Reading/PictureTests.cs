using Holdfast.Documents.Tests.Support;

namespace Holdfast.Documents.Tests.Reading;

/// <summary>Pictures come so that every model can look at them.</summary>
[Trait("Req", "AS-9")]
public sealed class PictureTests
{
    [Fact]
    public void A_picture_that_models_take_stays_as_it_is()
    {
        var png = PictureFiles.Png(640, 480);
        var read = png.Read("whatever.bin");
        Assert.Equal((DocumentKind.Picture, ""), (read.Kind, read.Text));
        var picture = Assert.Single(read.Pictures);
        Assert.Equal(((int?)null, "image/png"), (picture.Page, picture.MediaType));
        Assert.Equal(png, picture.Bytes);
    }

    [Theory]
    [InlineData(1, "top left")]
    [InlineData(2, "top right")]
    [InlineData(3, "bottom right")]
    [InlineData(4, "bottom left")]
    [InlineData(5, "top left")]
    [InlineData(6, "top right")]
    [InlineData(7, "bottom right")]
    [InlineData(8, "bottom left")]
    public void A_photograph_is_turned_as_its_camera_says(int orientation, string corner)
    {
        var picture = Assert.Single(PictureFiles.TurnedJpeg(80, 40, orientation).Read().Pictures);
        Assert.Equal(corner, PictureFiles.RedCorner(picture.Bytes));
        Assert.Equal(orientation < 5 ? (80, 40) : (40, 80), PictureFiles.SizeOf(picture.Bytes));
    }

    [Theory]
    [InlineData(3_136, 800, 1_568, 400)]
    [InlineData(1_000, 4_000, 392, 1_568)]
    [InlineData(20_000, 10, 1_568, 1)]
    public void A_large_picture_comes_smaller(int width, int height, int seenWidth, int seenHeight)
    {
        var picture = Assert.Single(PictureFiles.Png(width, height).Read().Pictures);
        Assert.Equal((seenWidth, seenHeight), PictureFiles.SizeOf(picture.Bytes));
    }

    [Fact]
    public void A_picture_that_is_cut_off_is_seen_as_far_as_it_came_and_one_that_is_none_is_told_of()
    {
        var jpeg = PictureFiles.Jpeg(400, 400);
        Assert.Single(jpeg[..(jpeg.Length * 3 / 4)].Read().Pictures);
        var error = Assert.Throws<DocumentException>(() => new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3 }.Read("photo.jpg"));
        Assert.Equal(DocumentProblem.Damaged, error.Problem);
    }

    [Fact]
    public void A_picture_that_says_it_is_huge_is_not_unpacked()
    {
        var png = PictureFiles.Png(10, 10);
        (png[16], png[17], png[20], png[21]) = (0x0F, 0xFF, 0x0F, 0xFF);
        Assert.Throws<DocumentException>(() => png.Read());
    }
}
