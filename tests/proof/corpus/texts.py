# SPDX-License-Identifier: Apache-2.0
"""texts — what the releases of the corpus say, and what stands on portals beside them. Written for the corpus; every
number to call is made up."""

HANDBOOK = [
    'Sổ tay nhận biết và phòng tránh lừa đảo trực tuyến dành cho các hộ gia đình.',
    'Sổ tay này được biên soạn để mỗi gia đình có một chỗ tra cứu nhanh khi nhận được cuộc gọi, tin nhắn hoặc lời mời khác '
    'thường, đồng thời làm tài liệu cho tổ công nghệ số cộng đồng đi từng ngõ, gõ từng nhà.',
    'Kẻ gian hay tự xưng là cán bộ công an, kiểm sát viên hoặc thẩm phán, báo rằng người nghe dính đến đường dây rửa tiền, rồi '
    'bắt giữ máy liên tục, không được kể với ai và phải chuyển tiền vào tài khoản gọi là tạm giữ.',
    'Cơ quan nhà nước không điều tra qua điện thoại, không gửi lệnh bắt qua mạng xã hội và không bao giờ yêu cầu người dân '
    'chuyển tiền để chứng minh mình trong sạch.',
    'Một kiểu khác là tin nhắn trùng tên với ngân hàng, báo tài khoản sắp bị khóa và kèm đường liên kết. Trang mở ra giống hệt '
    'trang thật, nhưng mật khẩu gõ vào đó sẽ rơi vào tay kẻ gian.',
    'Ngân hàng không hỏi mật khẩu, không hỏi mã xác thực một lần và không yêu cầu khách hàng cài ứng dụng ngoài kho chính thức.',
    'Các nhóm việc nhẹ lương cao thường trả vài chục nghìn đồng cho nhiệm vụ đầu tiên. Đến nhiệm vụ thứ tư, thứ năm, người tham '
    'gia phải nạp hàng chục triệu đồng rồi bị báo lỗi lệnh và mất trắng.',
    'Hình ảnh và giọng nói trong cuộc gọi có thể được máy dựng lên. Khi người thân gọi hình để vay tiền, hãy tắt máy, gọi lại '
    'bằng số vẫn dùng và hỏi một câu chỉ hai người biết.',
    'Ba việc cần nhớ là chậm lại, kiểm tra ngay và dừng giao dịch. Không ai bị thiệt chỉ vì đã gọi lại sau mười phút.',
    'Không cung cấp mã xác thực cho bất kỳ người nào, kể cả khi người đó đọc đúng họ tên và số căn cước của mình.',
    'Nếu đã lỡ chuyển tiền, hãy gọi tổng đài ngân hàng trong vòng 30 phút, giữ lại tin nhắn, biên lai và đến trụ sở công an '
    'phường gần nhất để trình báo.',
    'Đường dây hỗ trợ của chiến dịch là 0292 3700 {hotline}, trực từ 7 giờ đến 21 giờ tất cả các ngày trong tuần.',
    'Tài liệu đầy đủ, bản đọc to và bản tiếng Khmer có tại trang phongchong.example.vn do Sở quản lý.',
]
HANDBOOK_NEW = [
    'Hình thức mới trong tháng: người tự xưng nhân viên điện lực báo nợ cước, đòi cắt điện trong buổi chiều và gửi một tệp cài '
    'đặt. Tệp đó chiếm quyền điều khiển điện thoại rồi rút tiền khi chủ máy đang ngủ.',
    'Đội tuyên truyền của phường sẽ mang theo thẻ có mã xác minh sáu ký tự; người dân có quyền yêu cầu xem thẻ trước khi nghe.',
]
NOTICE = [
    'Thông báo về việc cảnh giác với tin nhắn giả danh ngân hàng gửi tới người dân các khu vực.',
    'Trong hai tuần gần đây, nhiều thuê bao trên địa bàn nhận được tin nhắn có tên người gửi giống tên ngân hàng, nội dung là tài '
    'khoản đang đăng nhập trên thiết bị lạ và phải xác nhận ngay để không bị trừ tiền.',
    'Đường liên kết trong tin dẫn tới trang có giao diện của ngân hàng. Người dân tuyệt đối không mở liên kết, không nhập tên đăng '
    'nhập, mật khẩu hay mã xác thực vào trang đó.',
    'Khi cần kiểm tra, hãy tự mở ứng dụng ngân hàng đã cài trên máy hoặc gọi số in ở mặt sau thẻ, không gọi số ghi trong tin nhắn.',
    'Người đã nhập thông tin cần đổi mật khẩu, yêu cầu khóa thẻ và báo cho tổ công nghệ số cộng đồng hoặc gọi 0292 3811 {hotline} để '
    'được hướng dẫn từng bước.',
    'Ban điều hành khu vực đọc thông báo này trên loa vào 6 giờ và 17 giờ trong năm ngày liên tiếp, đồng thời dán tại nhà văn hóa.',
    'Mỗi hộ đăng ký một người nhận tin nhanh để khi có thủ đoạn mới, cảnh báo đến được cả nhà trong ngày.',
]
ALERT = [
    'Cảnh báo khẩn: giả danh cán bộ giáo viên báo con bị tai nạn để đòi chuyển viện phí.',
    'Từ sáng nay có nhiều phụ huynh nhận cuộc gọi nói rằng con đang cấp cứu, phải chuyển ngay tiền mổ vào một tài khoản cá nhân.',
    'Bệnh viện không thu tiền qua tài khoản cá nhân và luôn cấp cứu trước, thu phí sau. Hãy gọi thẳng giáo viên chủ nhiệm hoặc phòng '
    'bảo vệ của trường trước khi làm bất cứ việc gì.',
    'Phụ huynh đã chuyển tiền cần báo ngân hàng giữ giao dịch và trình báo công an nơi cư trú trong ngày.',
]
POSTER = [
    'Áp phích ba nguyên tắc vàng: chậm lại, kiểm tra ngay, dừng lại và không gửi tiền cho người lạ.',
    'Công an không làm việc qua điện thoại. Ngân hàng không hỏi mật khẩu. Không ai cho không tiền hay quà tặng cho người chưa quen.',
    'Bị thúc giục thì hãy tự mình cúp máy rồi gọi lại số chính thức in trên thẻ, trên hóa đơn hoặc trên trang của cơ quan.',
]
OLD_LEAFLET = [
    'Tờ rơi hướng dẫn phản ánh cuộc gọi làm phiền qua tổng đài dùng chung của tỉnh trước đây.',
    'Người dân soạn tin theo mẫu gồm số gọi đến, thời gian, nội dung tóm tắt rồi gửi đến đầu số tiếp nhận để được xử lý trong ba ngày '
    'làm việc, kết quả trả lời qua chính số điện thoại đã gửi.',
    'Đầu số này phối hợp với nhà mạng để chặn thuê bao vi phạm, không thu phí và không lưu lại nội dung cuộc trò chuyện của người gửi.',
    'Tổ dân phố phát tờ rơi cùng giấy mời họp, mỗi nhà một tờ, dán ở nơi dễ thấy gần điện thoại bàn.',
]

# key: (kind, title, versions); a version is (paragraphs, state)
RELEASES = {
    'so-tay': ('handbook', 'Sổ tay hộ gia đình',
               [[p.format(hotline='118') for p in HANDBOOK],
                [p.format(hotline='226') for p in HANDBOOK[:8] + HANDBOOK_NEW[:1] + HANDBOOK[8:] + HANDBOOK_NEW[1:]]]),
    'thong-bao': ('post', 'Thông báo tin nhắn giả danh',
                  [[p.format(hotline='404') for p in NOTICE], [p.format(hotline='550') for p in NOTICE]]),
    'canh-bao': ('alert', 'Cảnh báo viện phí', [ALERT]),
    'ap-phich': ('poster', 'Áp phích ba nguyên tắc', [POSTER, POSTER[:2] + [POSTER[2] + ' Đường dây nóng 156 trực cả đêm.']]),
    'to-roi-cu': ('document', 'Tờ rơi cũ', [OLD_LEAFLET]),
}
WITHDRAWN = {'to-roi-cu'}

NEWS = [
    'Sáng nay, Ủy ban nhân dân phường tổ chức hội nghị sơ kết công tác cải cách hành chính quý III, với sự tham dự của lãnh đạo các '
    'phòng, ban và đại diện các khu vực trên địa bàn.',
    'Hội nghị nghe báo cáo kết quả giải quyết hồ sơ trực tuyến, tỉ lệ hồ sơ đúng hạn và những khó khăn trong việc số hóa kết quả giải '
    'quyết thủ tục hành chính.',
    'Phát biểu kết luận, lãnh đạo Ủy ban đề nghị các bộ phận nâng cao tinh thần phục vụ, bố trí cán bộ hướng dẫn người dân nộp hồ sơ và '
    'lấy ý kiến hài lòng sau khi trả kết quả.',
    'Đoàn kiểm tra liên ngành vừa làm việc tại ba cơ sở kinh doanh thực phẩm, nhắc nhở một cơ sở chưa niêm yết giá và lập biên bản một '
    'cơ sở dùng nguyên liệu quá hạn.',
    'Hội Liên hiệp Phụ nữ trao mười hai suất học bổng cho con em hội viên có hoàn cảnh khó khăn, mỗi suất trị giá 1.500.000 đồng và '
    'một bộ sách giáo khoa.',
    'Theo kế hoạch, tuyến hẻm 57 sẽ được nâng cấp mặt đường, lắp cống thoát nước và trồng thêm cây xanh; thời gian thi công dự kiến 90 ngày '
    'kể từ ngày bàn giao mặt bằng.',
    'Trung tâm Y tế nhắc các gia đình diệt lăng quăng vào sáng thứ bảy hằng tuần, đậy kín dụng cụ chứa nước và báo trạm y tế khi có '
    'người sốt cao liên tục hai ngày.',
    'Giải bóng chuyền nữ công nhân viên chức năm nay có mười đội tham dự, thi đấu vòng tròn một lượt tại nhà thi đấu đa năng từ ngày 12 '
    'đến ngày 19.',
    'Ban chỉ huy quân sự phối hợp đoàn thể tổ chức thăm gia đình thanh niên chuẩn bị lên đường nhập ngũ, tặng mỗi gia đình một phần quà.',
    'Trường học trên địa bàn hoàn thành kiểm tra giữa học kỳ, điểm sẽ được nhập lên hệ thống trước ngày 15 và thông báo cho phụ huynh '
    'qua sổ liên lạc điện tử.',
    'Đại biểu Hội đồng nhân dân tiếp xúc cử tri tại nhà văn hóa khu vực 4; cử tri kiến nghị về đèn chiếu sáng, rác thải và tiếng ồn '
    'karaoke sau 22 giờ.',
    'Công ty cấp nước thông báo tạm ngưng cung cấp nước từ 22 giờ đến 4 giờ sáng hôm sau để súc xả đường ống, đề nghị các hộ trữ nước '
    'đủ dùng.',
]
SAME_SUBJECT = [
    'Thời gian qua, tình hình lừa đảo trên không gian mạng diễn biến phức tạp. Công an quận khuyến cáo người dân nêu cao cảnh giác, không '
    'chuyển tiền cho người lạ.',
    'Đơn vị tiếp nhận nhiều phản ánh về cuộc gọi mạo danh cán bộ. Khi nhận cuộc gọi tương tự, bà con cần bình tĩnh, xác minh qua số điện '
    'thoại của trụ sở và báo lực lượng chức năng.',
    'Các đối tượng lập trang giống sàn thương mại điện tử, dụ người mua đặt cọc rồi chặn liên lạc. Nạn nhân chủ yếu là người làm nội trợ '
    'và sinh viên mới nhập học.',
    'Tuyệt đối không cung cấp mã OTP, mật khẩu, số thẻ cho bất kỳ ai, không bấm vào đường liên kết lạ và không cài đặt phần mềm không rõ '
    'nguồn gốc.',
    'Ngân hàng không hỏi mật khẩu của khách hàng, cơ quan công an không làm việc qua điện thoại, vì vậy mọi lời đề nghị như thế đều là giả.',
    'Chiến dịch tuyên truyền của tỉnh bạn phát hành 20.000 cẩm nang, chiếu phim tư liệu tại 64 điểm trường và mở đường dây nóng 1900 6600 để '
    'nghe người dân phản ánh.',
    'Bị hại chuyển tiền qua nhiều lớp tài khoản nên việc phong tỏa rất khó. Cơ quan điều tra đã khởi tố bốn bị can, tạm giữ 27 điện thoại.',
    'Việc nhẹ lương cao, đầu tư tiền ảo, gọi hình giả giọng nói vẫn là ba nhóm thủ đoạn gây thiệt hại nhiều nhất trong sáu tháng đầu năm.',
    'Lực lượng chức năng sẽ tiếp tục tuyên truyền tại khu dân cư, trường học, chợ và nhà máy, kết hợp loa truyền thanh và mạng xã hội.',
    'Người cao tuổi nên lưu sẵn số của con cháu, thống nhất một câu hỏi bí mật trong nhà và không giữ máy khi người gọi bắt im lặng.',
]
